import base64
import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.paging import decode, encode, page_of


def test_a_cursor_comes_back_as_it_went():
    values = [datetime(2026, 1, 2, 3, tzinfo=UTC), date(2026, 1, 2), uuid.uuid4(), "é", 7]

    assert decode(encode(values, back=True)) == (True, values)


def test_a_foreign_cursor_is_no_cursor():
    assert decode("nonsense") is None
    assert decode("") is None


def test_the_extra_row_only_says_that_there_is_more():
    page = page_of([1, 2, 3], [(1,), (2,), (3,)], size=2, back=False, cursor=None)

    assert (list(page.rows), page.previous, decode(page.next or "")) == ([1, 2], None, (False, [2]))


def test_reading_backwards_restores_the_order():
    page = page_of([3, 2], [(3,), (2,)], size=2, back=True, cursor="x")

    assert (list(page.rows), decode(page.next or ""), page.previous) == ([2, 3], (False, [3]), None)


def test_a_cursor_of_another_sort_counts_as_none():
    import sqlalchemy as sa

    from app.core.db import UtcDateTime
    from app.core.paging import keyset

    at, key = sa.column("at", UtcDateTime()), sa.column("id", sa.Uuid())
    columns = [(at, True), (key, True)]
    start, _ = keyset(sa.select(at), columns, None, 50)

    for wrong in (["name", uuid.uuid4()], [10**30, uuid.uuid4()], [datetime(2026, 1, 1), uuid.uuid4()], [uuid.uuid4()]):  # noqa: DTZ001
        assert str(keyset(sa.select(at), columns, encode(wrong), 50)[0]) == str(start)


def _coded(text):
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


@pytest.mark.parametrize(
    "plain",
    [
        '[false, [["datetime", "0001-01-01T00:00:00+14:00"]]]', '[false, [["datetime", "9999-12-31T23:59:59-14:00"]]]',
        '[false, [["datetime", "2026-01-01T00:00:00"]]]', '[false, [["date", "0001-01-01"]]]',
        '[false, [["int", "' + "9" * 4400 + '"]]]', '[false, [["int", "99999999999999999999"]]]',
        '[false, [["int", 7]]]', '[false, [["float", "nan"]]]', '[false, [["float", "1e999"]]]',
        '[false, [["str", "a\\u0000b"]]]', '[false, [["str", "\\ud800"]]]', '[false, [["str", ["x"]]]]',
        "[" * 2900, '{"a": 1}', "[]", "7", '"x"', "null", '[false, {"a": "b"}]', '[false, [["__class__", "x"]]]',
    ],
)  # fmt: skip
def test_a_cursor_holds_only_what_a_row_can_hold(plain):
    assert decode(_coded(plain)) is None


@given(st.one_of(st.text(), st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode())))
def test_no_cursor_raises(cursor):
    decode(cursor)
