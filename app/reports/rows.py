"""The rows behind a figure, with the names a person may read."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Application
from app.core.db import db
from app.reports.indicators.model import Row
from app.reviews.scope import names_of, team_scope
from app.startups.models import Startup

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Named:
    """`name` is None for a row that is nobody's, or of a startup the reader is related to or not responsible for.

    `application` is set where the reader may open that file, `startup` where they may follow that startup up.
    """

    row: Row
    name: str | None
    application: uuid.UUID | None
    startup: uuid.UUID | None


def named(person: Person, rows: Iterable[Row]) -> Iterator[Named]:
    """Two statements for each 500 rows, whatever they are about."""
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield from _named(person, part)
            part = []
    yield from _named(person, part)


def _named(person: Person, rows: list[Row]) -> Iterator[Named]:
    files = {row.key: uuid.UUID(row.key.partition(":")[2]) for row in rows if row.key.startswith("application:")}
    readable: dict[uuid.UUID, str] = {}
    if files:
        statement = (
            sa.select(Application.id, Startup.name)
            .join(Startup, Startup.id == Application.startup_id)
            .where(Application.id.in_(files.values()), team_scope(person))
        )
        readable = {key: name for key, name in db.session.execute(statement)}
    whose = {row.startup for row in rows if row.startup}
    known = names_of(person, whose)
    for row in rows:
        file = files.get(row.key)
        name = readable.get(file) if file else known.get(row.startup) if row.startup else None
        yield Named(row, name, file if file in readable else None, row.startup if not file and name else None)
