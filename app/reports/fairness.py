"""Fairness over the calls: rates of groups at each stage, aggregated by the database, small groups left out.

One statement per stage and dimension, whatever the number of files; no file is ever loaded.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Application, Choice, RuleResult
from app.core.db import db
from app.core.i18n import N_
from app.decisions.models import Decision
from app.decisions.states import DecisionKind, DecisionState
from app.matching import audit
from app.matching.models import AlarmNote, ModelVersion, Recommendation
from app.programmes.models import Call, EligibilityRule
from app.programmes.rules import Outcome
from app.programmes.states import CallState
from app.reports import groups
from app.reviews.models import Assignment, Criterion, Review, Score
from app.reviews.scope import SENT
from app.reviews.states import AssignmentState

STAGES: dict[str, tuple[str, str]] = {
    "eligibility": (N_("Eligibility"), N_("Files sent without a failed hard rule at any opening they wish for.")),
    "recommendation": (N_("Recommendation"), N_("Files whose first recommended place is a strong or possible match.")),
    "review": (N_("Review"), N_("Reviewed files whose mean score is at or above the middle one of the call.")),
    "decision": (N_("Decision"), N_("Files with a published answer that were given a place.")),
}
"""Name and definition of every stage, in their order."""
TREND = 6
"""Calls whose rates are shown beside each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """A group at a stage of one call. `rate` is None where it may not be shown; `trend` runs oldest call first."""

    stage: str
    group: str
    rate: Any | None
    trend: tuple[float | None, ...]

    @property
    def known(self) -> int:
        """In how many calls the group may be shown."""
        return sum(rate is not None for rate in self.trend)

    def subject(self, call_key: str, dimension: str) -> str:
        """The name of its alarm."""
        return f"fairness:{call_key}:{self.stage}:{dimension}:{self.group}"[:160]


def calls(*, limit: int = TREND) -> list[Any]:
    """The latest calls that took files, the latest first."""
    statement = (
        sa.select(Call.id, Call.key, Call.title)
        .where(Call.state != CallState.DRAFT)
        .order_by(Call.opens_at.desc(), Call.id)
        .limit(limit)
    )
    return list(db.session.execute(statement))


def lines(dimension: str, call_id: uuid.UUID, before: Sequence[uuid.UUID]) -> list[Line]:
    """Every stage and group of a call; `before` are the calls of the trend, oldest first, this one among them."""
    found = []
    for stage in STAGES:
        by_call = counts(stage, dimension, before)
        shown = {one: audit.rates(by_call.get(one, {})) for one in before}
        own = shown[call_id]
        for group in sorted(own, key=lambda name: (name == groups.UNSAID, name)):
            trend = tuple(rate.rate if (rate := shown[one].get(group)) else None for one in before)
            found.append(Line(stage, group, own[group], trend))
    return found


def counts(stage: str, dimension: str, call_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, tuple[int, int]]]:
    """(members, yes) by call and group, in one statement."""
    by, (rows, yes) = groups.labels(dimension), _STAGES[stage](call_ids)
    name = sa.func.coalesce(by.c.name, groups.UNSAID)
    statement = (
        sa.select(rows.c.call_id, name.label("name"), sa.func.count().label("members"), sa.func.sum(yes).label("yes"))
        .select_from(rows.join(by, by.c.application_id == rows.c.id, isouter=dimension not in groups.DECLARED_ONLY))
        .group_by(rows.c.call_id, name)
    )
    found: dict[uuid.UUID, dict[str, tuple[int, int]]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.call_id, {})[str(row.name)] = (int(row.members), int(row.yes or 0))
    return found


def _sent(call_ids: Sequence[uuid.UUID], *columns: Any) -> sa.Select[Any]:
    return sa.select(Application.id, Application.call_id, *columns).where(SENT, Application.call_id.in_(call_ids))


def _eligibility(call_ids: Sequence[uuid.UUID]) -> tuple[Any, Any]:
    failed = (
        sa.select(sa.literal(1))
        .select_from(Choice)
        .join(EligibilityRule, EligibilityRule.opening_id == Choice.opening_id)
        .join(
            RuleResult,
            sa.and_(RuleResult.application_id == Choice.application_id, RuleResult.rule_id == EligibilityRule.id),
        )
        .where(
            Choice.application_id == Application.id,
            EligibilityRule.hard.is_(True),
            RuleResult.outcome == Outcome.NOT_MET,
        )
        .correlate(Application)
        .exists()
    )
    rows = _sent(call_ids, sa.case((failed, 0), else_=1).label("yes")).subquery()
    return rows, rows.c.yes


def _recommendation(call_ids: Sequence[uuid.UUID]) -> tuple[Any, Any]:
    """Each card by the threshold of the version that made it."""
    limits = {
        number: audit.in_service(manifest)["possible"]
        for number, manifest in db.session.execute(sa.select(ModelVersion.number, ModelVersion.manifest)).all()
    }
    usual = audit.in_service(None)["possible"]
    least = sa.case(limits, value=Recommendation.model_number, else_=usual) if limits else sa.literal(usual)
    rows = (
        _sent(call_ids, sa.case((Recommendation.best_fit >= least, 1), else_=0).label("yes"))
        .join(Recommendation, Recommendation.application_id == Application.id)
        .subquery()
    )
    return rows, rows.c.yes


def _review(call_ids: Sequence[uuid.UUID]) -> tuple[Any, Any]:
    """Mean totals of complete reviews against the middle one of their call (the lower of two middles)."""
    total = (
        sa.select(sa.func.sum(Score.points * Criterion.weight) * 1.0 / sa.func.sum(Criterion.weight))
        .select_from(Score)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Score.review_id == Review.id)
        .correlate(Review)
        .scalar_subquery()
    )
    totals = (
        sa.select(Application.id, Application.call_id, total.label("total"))
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Review, Review.assignment_id == Assignment.id)
        .where(SENT, Application.call_id.in_(call_ids), Assignment.state == AssignmentState.SUBMITTED)
        .subquery()
    )
    means = (  # read twice, computed once
        sa.select(totals.c.id, totals.c.call_id, sa.func.avg(totals.c.total).label("mean"))
        .where(totals.c.total.is_not(None))
        .group_by(totals.c.id, totals.c.call_id)
        .cte("means")
    )
    place = sa.func.row_number().over(partition_by=means.c.call_id, order_by=means.c.mean)
    whole = sa.func.count().over(partition_by=means.c.call_id)
    ordered = sa.select(means, place.label("place"), whole.label("whole")).subquery()
    middle = (
        sa.select(ordered.c.call_id, sa.func.min(ordered.c.mean).label("mean"))
        .where(ordered.c.place * 2 >= ordered.c.whole)
        .group_by(ordered.c.call_id)
        .subquery()
    )
    rows = (
        sa.select(means.c.id, means.c.call_id, sa.case((means.c.mean >= middle.c.mean, 1), else_=0).label("yes"))
        .join(middle, middle.c.call_id == means.c.call_id)
        .subquery()
    )
    return rows, rows.c.yes


def _decision(call_ids: Sequence[uuid.UUID]) -> tuple[Any, Any]:
    rows = (
        _sent(call_ids, sa.case((Decision.kind == DecisionKind.ACCEPT, 1), else_=0).label("yes"))
        .join(Decision, sa.and_(Decision.application_id == Application.id, Decision.state == DecisionState.PUBLISHED))
        .subquery()
    )
    return rows, rows.c.yes


_STAGES = {
    "eligibility": _eligibility,
    "recommendation": _recommendation,
    "review": _review,
    "decision": _decision,
}


def notes(prefix: str, *, limit: int = 50) -> list[Any]:
    """What was done about alarms whose name begins so, the latest first."""
    statement = (
        sa.select(AlarmNote.subject, AlarmNote.text, AlarmNote.created_at, Person.full_name.label("author"))
        .join(Person, Person.id == AlarmNote.author_id)
        .where(AlarmNote.subject.startswith(prefix, autoescape=True))
        .order_by(AlarmNote.created_at.desc(), AlarmNote.id)
        .limit(limit)
    )
    return list(db.session.execute(statement))


def table(call_id: uuid.UUID) -> Iterator[list[Any]]:
    """Every dimension of a call: (dimension, stage, group, members, yes, rate, low, high, ratio, alarm)."""
    for dimension in groups.NAMES:
        titles: Mapping[str, str] = groups.titles(dimension)
        for line in lines(dimension, call_id, [call_id]):
            rate = line.rate
            shown = (
                [rate.members, rate.positive, rate.rate, rate.low, rate.high, rate.ratio, rate.alarm]
                if rate
                else [None] * 7
            )
            yield [dimension, line.stage, groups.title(dimension, line.group, titles), *shown]


def told(subject: str) -> tuple[str, str, str]:
    """(stage, dimension, group) of an alarm's name; empty where it has none."""
    parts = [*subject.split(":", 4), "", "", "", "", ""]
    return parts[2], parts[3], parts[4]
