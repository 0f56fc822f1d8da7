"""What is known of a startup for the same days, and before them: offered to those who fill in, compared with."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from app.core.db import db
from app.outcomes import periods
from app.outcomes.measures import FLOWS, Measure
from app.outcomes.models import Outcome, Return
from app.outcomes.outliers import shown

DAYS_APART = 5
"""Two halves of a year are not of quite the same length."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is noted for some days; `return_id` where the startup itself sent it."""

    measure: Measure
    value: int
    starts_on: date
    ends_on: date
    return_id: uuid.UUID | None = None

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    @property
    def words(self) -> str:
        """“12 – 2024”: the value, and the period it is of."""
        return f"{shown(self.measure, self.value)} – {periods.label(self.starts_on, self.ends_on)}"


@dataclass(frozen=True, slots=True)
class Past:
    """Every known value of some startups. What flows through a period is compared with periods of its length only."""

    values: Mapping[tuple[uuid.UUID, Measure], list[Known]] = field(default_factory=dict)

    def at(self, startup_id: uuid.UUID, measure: Measure, starts_on: date, ends_on: date) -> Known | None:
        known = self.values.get((startup_id, measure), ())
        return next((one for one in known if (one.starts_on, one.ends_on) == (starts_on, ends_on)), None)

    def before(self, startup_id: uuid.UUID, measure: Measure, starts_on: date, ends_on: date) -> Known | None:
        """The latest value of a period that ended before the first day."""
        length = (ends_on - starts_on).days
        found = [
            one
            for one in self.values.get((startup_id, measure), ())
            if one.ends_on < starts_on and (measure not in FLOWS or abs(one.days - length) <= DAYS_APART)
        ]
        return max(found, key=lambda one: (one.ends_on, -abs(one.days - length))) if found else None


def past(startup_ids: Collection[uuid.UUID]) -> Past:
    """One statement; “not available” is no value."""
    statement = (
        sa.select(
            Outcome.startup_id, Outcome.measure, Outcome.value, Outcome.starts_on, Outcome.ends_on, Outcome.return_id
        )
        .where(Outcome.startup_id.in_(startup_ids), Outcome.value.is_not(None))
        .order_by(Outcome.ends_on, Outcome.id)
    )
    return of(
        (startup, Known(measure, int(value or 0), first, last, return_id))
        for startup, measure, value, first, last, return_id in db.session.execute(statement)
    )


def of(known: Iterable[tuple[uuid.UUID, Known]]) -> Past:
    found: dict[tuple[uuid.UUID, Measure], list[Known]] = {}
    for startup_id, one in known:
        found.setdefault((startup_id, one.measure), []).append(one)
    return Past(found)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the answers of a return: the team's figures for the same days, and those before."""

    noted: Mapping[Measure, Known]
    last: Mapping[Measure, Known]

    @property
    def offered(self) -> Mapping[Measure, Known]:
        """To be kept with one tick."""
        return {**self.last, **self.noted}


def beside(one: Return) -> Beside:
    """One statement; what this return itself noted is left out."""
    known, days = past([one.startup_id]), (one.starts_on, one.ends_on)
    noted = {measure: known.at(one.startup_id, measure, *days) for measure in Measure}
    last = {measure: known.before(one.startup_id, measure, *days) for measure in Measure}
    return Beside(
        {measure: found for measure, found in noted.items() if found and found.return_id != one.id},
        {measure: found for measure, found in last.items() if found},
    )
