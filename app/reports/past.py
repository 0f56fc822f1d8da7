"""A past call as a backtest needs it: files with wishes, scores and bars, what was decided, and what came of it."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.applications.models import Application, Choice, RuleResult, Snapshot
from app.applications.states import Stage
from app.core.clock import MOROCCO
from app.core.db import db
from app.core.i18n import N_
from app.decisions.models import Decision
from app.decisions.states import DecisionKind, DecisionState
from app.matching.audit import File
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from app.programmes.models import Call, EligibilityRule, Opening, Programme, Site
from app.programmes.rules import Outcome as RuleOutcome
from app.programmes.states import CallState
from app.reports import groups
from app.reviews.queries import mean_score

POLICIES: dict[str, str] = {
    "champion": N_("The version in service"),
    "candidate": N_("Another version"),
    "prior": N_("The written weights alone"),
    "reviewers": N_("The reviewers’ mean scores"),
    "lottery": N_("A lottery"),
}
SEATS: dict[str, str] = {
    "given": N_("As many at each opening as were really given"),
    "all": N_("Every seat of the call"),
}
TOOK_UP = (Stage.CONFIRMED, Stage.ONBOARDED, Stage.GRADUATED, Stage.EXITED)
OFFERED = (*TOOK_UP, Stage.OFFERED, Stage.DECLINED, Stage.OFFER_EXPIRED)
OUTCOMES: dict[str, str] = {
    "confirmed": N_("Took the place up"),
    "graduated": N_("Finished the programme"),
    "jobs": N_("Reported at least one job"),
}
MIXES = groups.MIXED


@dataclass(frozen=True, slots=True)
class Sent:
    """A file of the call with everything a policy may look at; `real` is the place it was really given."""

    id: str
    file: File
    stage: Stage
    score: float | None
    wishes: tuple[str, ...]
    real: str | None


def calls() -> list[Any]:
    """Calls whose files all have their answer published, the latest first."""
    waiting = sa.exists().where(
        Application.call_id == Call.id,
        Application.stage.in_(
            (
                Stage.SUBMITTED,
                Stage.ELIGIBLE,
                Stage.NEEDS_HUMAN_CHECK,
                Stage.INELIGIBLE,
                Stage.UNDER_REVIEW,
                Stage.DECIDED,
            )
        ),
    )
    answered = sa.exists().where(
        Application.call_id == Call.id,
        Decision.application_id == Application.id,
        Decision.state == DecisionState.PUBLISHED,
    )
    statement = (
        sa.select(Call.id, Call.key, Call.title)
        .where(answered, sa.or_(Call.state == CallState.ARCHIVED, sa.and_(Call.state == CallState.CLOSED, ~waiting)))
        .order_by(Call.opens_at.desc(), Call.id)
        .limit(50)
    )
    return list(db.session.execute(statement))


def files(call_id: uuid.UUID) -> list[Sent]:
    """Every file sent to the call and not withdrawn before it was decided, by its id."""
    latest = sa.orm.aliased(Snapshot)
    newest = sa.select(sa.func.max(latest.number)).where(latest.application_id == Application.id).scalar_subquery()
    wishes = _wishes(call_id)
    statement = (
        sa.select(
            Application.id, Application.language, Application.stage, Snapshot.content, mean_score().label("score"),
            Decision.kind, Decision.opening_id,
        )
        .select_from(Application)
        .join(Snapshot, sa.and_(Snapshot.application_id == Application.id, Snapshot.number == newest))
        .outerjoin(
            Decision, sa.and_(Decision.application_id == Application.id, Decision.state == DecisionState.PUBLISHED)
        )
        .where(
            Application.call_id == call_id,
            Application.submitted_at.is_not(None),
            sa.or_(Application.stage != Stage.WITHDRAWN, Decision.id.is_not(None)),
        )
        .order_by(Application.id)
    )  # fmt: skip
    return [
        Sent(
            str(row.id),
            File(row.id, call_id, row.language, json.loads(row.content)["answers"], True, row.opening_id),
            row.stage,
            float(row.score) if row.score is not None else None,
            tuple(wishes.get(row.id, ())),
            str(row.opening_id) if row.kind is DecisionKind.ACCEPT and row.opening_id else None,
        )
        for row in db.session.execute(statement)
    ]


def _wishes(call_id: uuid.UUID) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    rows = db.session.execute(
        sa.select(Choice.application_id, Choice.opening_id)
        .join(Application, Application.id == Choice.application_id)
        .where(Application.call_id == call_id)
        .order_by(Choice.application_id, Choice.rank)
    )
    for application_id, opening_id in rows:
        found.setdefault(application_id, []).append(str(opening_id))
    return found


def seats(call_id: uuid.UUID) -> list[Any]:
    """Openings of the call in their order: id, seats, programme, site."""
    statement = (
        sa.select(Opening.id, Opening.seats, Programme.name.label("programme"), Site.name.label("site"))
        .join(Programme, Programme.id == Opening.programme_id)
        .join(Site, Site.id == Opening.site_id)
        .where(Opening.call_id == call_id)
        .order_by(Opening.position, Opening.id)
    )
    return list(db.session.execute(statement))


def barred(call_id: uuid.UUID) -> frozenset[tuple[str, str]]:
    """(file, opening) pairs that a hard rule excludes."""
    rows = db.session.execute(
        sa.select(RuleResult.application_id, RuleResult.opening_id)
        .join(EligibilityRule, EligibilityRule.id == RuleResult.rule_id)
        .join(Application, Application.id == RuleResult.application_id)
        .where(
            Application.call_id == call_id, EligibilityRule.hard.is_(True), RuleResult.outcome == RuleOutcome.NOT_MET
        )
        .distinct()
    )
    return frozenset((str(application_id), str(opening_id)) for application_id, opening_id in rows)


def first_decision(call_id: uuid.UUID) -> date | None:
    """The day of the first published decision: what a version may have known ends before it."""
    found = db.session.scalar(
        sa.select(sa.func.min(Decision.decided_at))
        .join(Application, Application.id == Decision.application_id)
        .where(Application.call_id == call_id, Decision.state == DecisionState.PUBLISHED)
    )
    return found.astimezone(MOROCCO).date() if found else None


def outcomes(sent: Iterable[Sent]) -> dict[str, dict[str, bool]]:
    """What is known of each file that was really given a place, by outcome; nothing is known of the others.

    Finishing is known once a startup finished or left; a job only where a figure was given.
    """
    given = [one for one in sent if one.real is not None and one.stage in OFFERED]
    jobs = _jobs([one.file.id for one in given])
    return {
        "confirmed": {one.id: one.stage in TOOK_UP for one in given if one.stage is not Stage.OFFERED},
        "graduated": {
            one.id: one.stage is Stage.GRADUATED
            for one in given
            if one.stage in (Stage.GRADUATED, Stage.EXITED, Stage.DECLINED, Stage.OFFER_EXPIRED)
        },
        "jobs": {one.id: jobs[one.file.id] > 0 for one in given if one.file.id in jobs},
    }


def _jobs(ids: list[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """The latest number of jobs each startup reported."""
    rows = db.session.execute(
        sa.select(Application.id, Outcome.value)
        .join(Outcome, Outcome.startup_id == Application.startup_id)
        .where(Application.id.in_(ids), Outcome.measure == Measure.JOBS, Outcome.value.is_not(None))
        .order_by(Application.id, Outcome.ends_on)
    )
    return {application_id: int(value) for application_id, value in rows if value is not None}
