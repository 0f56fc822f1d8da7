"""Figures of the dashboard: aggregates only, each one statement, never a file."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.applications.models import Answer, Application
from app.applications.states import Stage
from app.core.clock import MOROCCO, today
from app.core.db import db
from app.decisions.models import Decision, WaitlistEntry
from app.decisions.states import DecisionKind, DecisionState, WaitState
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from app.programmes.models import Call, Opening, Site
from app.programmes.states import CallState
from app.reports.definitions import SMALLEST_GROUP
from app.reviews.models import Assignment
from app.reviews.states import AssignmentState

TAKEN_UP = (Stage.CONFIRMED, Stage.ONBOARDED, Stage.GRADUATED, Stage.EXITED)
SECTORS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Scope:
    """Twelve months from `first`, and perhaps one call."""

    first: date
    call_id: uuid.UUID | None = None

    @property
    def after(self) -> date:
        return self.first.replace(year=self.first.year + 1)

    def earlier(self) -> "Scope":
        return Scope(self.first.replace(year=self.first.year - 1), self.call_id)

    def within(self, column: Any) -> sa.ColumnElement[bool]:
        parts = [column >= _instant(self.first), column < _instant(self.after)]
        if self.call_id:
            parts.append(Application.call_id == self.call_id)
        return sa.and_(*parts)

    @property
    def sent(self) -> sa.ColumnElement[bool]:
        return self.within(Application.submitted_at)

    @property
    def months(self) -> list[date]:
        found = [self.first]
        while len(found) < 12:
            found.append((found[-1] + timedelta(days=32)).replace(day=1))
        return found


def last_twelve_months() -> date:
    """The first day of the twelve months that end with the present one."""
    month = today().replace(day=1)
    return (month.replace(year=month.year - 1) + timedelta(days=32)).replace(day=1)


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=MOROCCO)


def _postgresql() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"


def years() -> list[int]:
    """Calendar years with a file, the latest first."""
    first, last = db.session.execute(
        sa.select(sa.func.min(Application.submitted_at), sa.func.max(Application.submitted_at))
    ).one()
    if first is None or last is None:
        return []
    return list(range(last.astimezone(MOROCCO).year, first.astimezone(MOROCCO).year - 1, -1))[:10]


def sent(scope: Scope) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Application).where(scope.sent)) or 0


def _published() -> sa.Join:
    return sa.join(
        Application,
        Decision,
        sa.and_(Decision.application_id == Application.id, Decision.state == DecisionState.PUBLISHED),
    )


def answers(scope: Scope) -> tuple[int, int]:
    """(places, all published answers) for files sent in the period."""
    row = db.session.execute(
        sa.select(sa.func.count(), sa.func.sum(sa.case((Decision.kind == DecisionKind.ACCEPT, 1), else_=0)))
        .select_from(_published())
        .where(scope.sent)
    ).one()
    return int(row[1] or 0), int(row[0] or 0)


def median_days(scope: Scope) -> int | None:
    """The middle of the ordered days from sending to decision; the lower of two middles."""
    count = answers(scope)[1]
    if not count:
        return None
    if _postgresql():
        days: Any = sa.extract("epoch", Decision.decided_at - Application.submitted_at) / 86400
    else:
        days = sa.func.julianday(Decision.decided_at) - sa.func.julianday(Application.submitted_at)
    found = db.session.scalar(
        sa.select(days).select_from(_published()).where(scope.sent).order_by(days).offset((count - 1) // 2).limit(1)
    )
    return round(float(found)) if found is not None else None


def confirmed(scope: Scope) -> int:
    statement = sa.select(sa.func.count()).select_from(Application).where(scope.sent, Application.stage.in_(TAKEN_UP))
    return db.session.scalar(statement) or 0


def jobs(scope: Scope) -> tuple[int | None, int]:
    """(sum, how many startups gave a figure): the latest year of each; None for too few."""
    latest = (
        sa.select(Outcome.startup_id, sa.func.max(Outcome.ends_on).label("ends_on"))
        .where(Outcome.measure == Measure.JOBS, Outcome.value.is_not(None))
        .group_by(Outcome.startup_id)
        .subquery()
    )
    supported = sa.select(Application.startup_id).where(Application.stage.in_(TAKEN_UP), scope.sent)
    row = db.session.execute(
        sa.select(sa.func.sum(Outcome.value), sa.func.count())
        .join(latest, sa.and_(latest.c.startup_id == Outcome.startup_id, latest.c.ends_on == Outcome.ends_on))
        .where(Outcome.measure == Measure.JOBS, Outcome.startup_id.in_(supported))
    ).one()
    count = int(row[1] or 0)
    return (int(row[0] or 0) if count >= SMALLEST_GROUP else None), count


def by_month(scope: Scope) -> list[int]:
    """Files sent in each of the twelve months."""
    column = Application.submitted_at
    month = sa.func.to_char(column, "YYYY-MM") if _postgresql() else sa.func.strftime("%Y-%m", column)
    rows = db.session.execute(sa.select(month, sa.func.count()).where(scope.sent).group_by(month))
    found = {name: count for name, count in rows}
    return [found.get(day.strftime("%Y-%m"), 0) for day in scope.months]


def funnel(scope: Scope) -> dict[str, int]:
    """Begun, sent, reviewed, accepted, confirmed: each a part of the one before."""
    drafts = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(Application)
        .where(Application.submitted_at.is_(None), scope.within(Application.created_at))
    )
    reviewed = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(Application)
        .where(
            scope.sent,
            sa.exists().where(
                Assignment.application_id == Application.id, Assignment.state == AssignmentState.SUBMITTED
            ),
        )
    )
    total = sent(scope)
    return {
        "begun": total + (drafts or 0), "sent": total, "reviewed": reviewed or 0,
        "accepted": answers(scope)[0], "confirmed": confirmed(scope),
    }  # fmt: skip


def by_answer(scope: Scope, key: str, *, limit: int = 100) -> dict[str, int]:
    """Files sent in the period by a chosen answer, the most frequent first."""
    value = sa.cast(Answer.value, sa.Text)
    rows = db.session.execute(
        sa.select(value, sa.func.count().label("count"))
        .select_from(Application)
        .join(Answer, sa.and_(Answer.application_id == Application.id, Answer.question_key == key))
        .where(scope.sent, Answer.value.is_not(None))
        .group_by(value)
        .order_by(sa.desc("count"), value)
        .limit(limit)
    )
    return {str(json.loads(text)): count for text, count in rows}


def _calls(scope: Scope) -> sa.ColumnElement[bool]:
    if scope.call_id:
        return Opening.call_id == scope.call_id
    return sa.and_(
        Call.state != CallState.DRAFT, Call.opens_at < _instant(scope.after), Call.closes_at >= _instant(scope.first)
    )


def sites(scope: Scope) -> list[Any]:
    """Per site: key, name, seats, taken, waiting."""
    waiting = (
        sa.select(Opening.site_id, sa.func.count().label("count"))
        .select_from(WaitlistEntry)
        .join(Opening, Opening.id == WaitlistEntry.opening_id)
        .join(Call, Call.id == Opening.call_id)
        .where(WaitlistEntry.state == WaitState.WAITING, _calls(scope))
        .group_by(Opening.site_id)
        .subquery()
    )
    seats = (
        sa.select(
            Opening.site_id, sa.func.sum(Opening.seats).label("seats"), sa.func.sum(Opening.seats_taken).label("taken")
        )
        .join(Call, Call.id == Opening.call_id)
        .where(_calls(scope))
        .group_by(Opening.site_id)
        .subquery()
    )
    statement = (
        sa.select(
            Site.key, Site.name, seats.c.seats, seats.c.taken, sa.func.coalesce(waiting.c.count, 0).label("waiting")
        )
        .join(seats, seats.c.site_id == Site.id)
        .outerjoin(waiting, waiting.c.site_id == Site.id)
        .order_by(seats.c.seats.desc(), Site.key)
        .limit(100)
    )
    return list(db.session.execute(statement))
