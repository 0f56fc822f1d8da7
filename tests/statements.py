"""What a block of a test says to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from app.core.db import db


@contextmanager
def heard_statements(keep: Callable[[str], str | None]) -> Iterator[list[str]]:
    """What `keep` makes of each statement of the block, without those it answers None for."""
    found: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if (kept := keep(statement)) is not None:
            found.append(kept)

    target = db.engines[None]
    sa.event.listen(target, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(target, "before_cursor_execute", note)
