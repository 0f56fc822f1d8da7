"""The desk of what nobody has verified yet: figures, rounds, loans and grants, the oldest first."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.paging import Page, keyset, page_of
from app.outcomes import answers as reading
from app.outcomes import earlier, outliers, returns
from app.outcomes.earlier import Known, Past
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.models import Funding, Outcome
from app.outcomes.outliers import Odd, Why
from app.outcomes.queries import FIGURE, FUNDING, Within
from app.startups.models import Startup


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the desk. `last` and `ratio` are about figures; `odd` was asked back and not confirmed; `reason`
    is what the startup said when it confirmed an odd figure."""

    kind: str
    id: uuid.UUID
    startup_id: uuid.UUID
    startup: str
    measure: Measure | None
    funding: FundingKind | None
    starts_on: date
    ends_on: date
    value: int
    source: str
    evidence_id: uuid.UUID | None
    by: uuid.UUID
    at: datetime
    last: Known | None = None
    odd: Odd | None = None
    reason: str = ""

    @property
    def ratio(self) -> float | None:
        return outliers.ratio(self.value, self.last.value if self.last else None)

    @property
    def stamp(self) -> str:
        return str(int(self.at.timestamp() * 1_000_000))


def _rows() -> Any:
    shared = ("id", "startup_id", "source", "evidence_id", "recorded_by_id", "recorded_at", "return_id")
    figures = sa.select(
        sa.literal(FIGURE).label("kind"), sa.cast(Outcome.measure, sa.String(40)).label("what"), Outcome.starts_on,
        Outcome.ends_on, Outcome.value, *(getattr(Outcome, name) for name in shared),
    ).where(Outcome.verified_at.is_(None), Outcome.value.is_not(None))  # fmt: skip
    fundings = sa.select(
        sa.literal(FUNDING), sa.cast(Funding.kind, sa.String(40)), Funding.received_on, Funding.received_on,
        Funding.amount, *(getattr(Funding, name) for name in shared),
    ).where(Funding.verified_at.is_(None), Funding.removed_at.is_(None))  # fmt: skip
    return sa.union_all(figures, fundings).subquery()


def page(
    within: Within, *, reader: uuid.UUID | None = None, kind: str = "", cursor: str | None = None, size: int = 25
) -> Page[Waiting]:
    """Within the reader's startups, what the reader entered last; three statements for any number of rows."""
    rows = _rows()
    statement = sa.select(rows, Startup.name.label("startup")).join(Startup, Startup.id == rows.c.startup_id)
    statement = statement.where(within)
    if kind:
        statement = statement.where(rows.c.kind == kind)
    own = sa.case((rows.c.recorded_by_id == reader, 1), else_=0)
    statement, back = keyset(statement, [(own, False), (rows.c.recorded_at, False), (rows.c.id, False)], cursor, size)
    found = db.session.execute(statement).all()
    waiting = _with_history(found)
    keys = [(int(one.by == reader), one.at, one.id) for one in waiting]
    return page_of(waiting, keys, size=size, back=back, cursor=cursor)


def _with_history(rows: Any) -> list[Waiting]:
    known = earlier.past({row.startup_id for row in rows if row.kind == FIGURE})
    told = returns.asked_back([row.return_id for row in rows if row.return_id])
    return [_waiting(row, known, told) for row in rows]


def _waiting(row: Any, known: Past, told: Any) -> Waiting:
    measure = Measure(row.what) if row.kind == FIGURE else None
    last = known.before(row.startup_id, measure, row.starts_on, row.ends_on) if measure else None
    asked, answers = told.get(row.return_id, ({}, {}))
    odd = asked.get(measure.value) if measure else None
    said = (answers.get(reading.RIGHT) or {}).get(measure.value) if measure else None
    return Waiting(
        kind=row.kind, id=row.id, startup_id=row.startup_id, startup=row.startup, measure=measure,
        funding=None if measure else FundingKind(row.what), starts_on=row.starts_on, ends_on=row.ends_on,
        value=row.value, source=row.source, evidence_id=row.evidence_id, by=row.recorded_by_id, at=row.recorded_at,
        last=last,
        odd=Odd(measure, Why(odd["why"]), odd["value"], odd["compared"]) if odd and measure else None,
        reason=said["reason"] if said and said["value"] == row.value else "",
    )  # fmt: skip


def count(within: Within, *, at_most: int = 1000) -> int:
    """How many wait, up to a limit."""
    rows = _rows()
    some = sa.select(rows.c.id).join(Startup, Startup.id == rows.c.startup_id).where(within).limit(at_most).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0
