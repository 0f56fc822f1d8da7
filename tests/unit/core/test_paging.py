import uuid
from datetime import UTC, date, datetime

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
