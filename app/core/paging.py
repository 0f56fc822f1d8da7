"""Keyset paging: a page of rows with a stable order, at any depth for the same price."""

import base64
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Rows of one page, and the cursors of its neighbours (None where there is none)."""

    rows: Sequence[R]
    next: str | None
    previous: str | None


def encode(values: Sequence[Any], *, back: bool = False) -> str:
    plain = [[type(v).__name__, v.isoformat() if isinstance(v, datetime) else str(v)] for v in values]
    return base64.urlsafe_b64encode(json.dumps([back, plain]).encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[bool, list[Any]] | None:
    """(backwards?, values) of a cursor; None if it is not one of ours."""
    if len(cursor) > LONGEST:
        return None
    try:
        back, plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [READERS[kind](value) for kind, value in plain]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return back is True, values


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or found.year not in YEARS:
        raise ValueError(text)
    return found


def _day(text: str) -> date:
    found = date.fromisoformat(text)
    if found.year not in YEARS:
        raise ValueError(text)
    return found


def _whole(text: str) -> int:
    if len(text) > 19 or not -(2**63) <= int(text) < 2**63:
        raise ValueError(text)
    return int(text)


def _real(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def _words(text: str) -> str:
    if not isinstance(text, str) or "\0" in text:
        raise ValueError(text)
    text.encode()
    return text


LONGEST = 4000
"""Characters of a cursor: the longest name in a sort, as JSON in base 64, is far shorter."""
YEARS = range(1900, 2201)
READERS: dict[str, Callable[[str], Any]] = {
    "datetime": _moment, "UUID": UUID, "date": _day, "int": _whole, "float": _real, "str": _words,
}  # fmt: skip
"""The kinds of values in a cursor; each raises ValueError for what no row of ours can hold."""


def keyset(
    statement: Any,
    columns: Sequence[tuple[Any, bool]],
    cursor: str | None,
    size: int,
) -> tuple[Any, bool]:
    """Order by `columns` (column, descending?), start after `cursor`, take `size` + 1.

    The last column must be unique. Returns the statement and whether it reads backwards.
    """
    position = decode(cursor) if cursor else None
    back = position[0] if position else False
    if position and not _fits(position[1], columns):
        position, back = None, False  # a cursor of another sort, or an edited one
    if position:
        clauses = []
        for index, (column, descending) in enumerate(columns):
            value = position[1][index]
            beyond = column < value if descending != back else column > value
            same = [c == v for (c, _), v in zip(columns[:index], position[1], strict=False)]
            clauses.append(sa.and_(*same, beyond))
        statement = statement.where(sa.or_(*clauses))
    order = [column.desc() if descending != back else column.asc() for column, descending in columns]
    return statement.order_by(*order).limit(size + 1), back


def _fits(values: Sequence[Any], columns: Sequence[tuple[Any, bool]]) -> bool:
    """Whether a cursor's values can be compared with the columns of this sort."""
    if len(values) != len(columns):
        return False
    for value, (column, _) in zip(values, columns, strict=True):
        kind = column.type.python_type
        if not isinstance(value, kind):
            return False
    return True


def page_of(rows: Sequence[R], keys: Sequence[Sequence[Any]], *, size: int, back: bool, cursor: str | None) -> Page[R]:
    """Cut the extra row, restore the order, and make the cursors. `keys` run beside `rows`."""
    more = len(rows) > size
    rows, keys = list(rows[:size]), list(keys[:size])
    if back:
        rows.reverse()
        keys.reverse()
    has_next, has_previous = (bool(cursor), more) if back else (more, bool(cursor))
    return Page(
        rows,
        encode(keys[-1]) if rows and has_next else None,
        encode(keys[0], back=True) if rows and has_previous else None,
    )
