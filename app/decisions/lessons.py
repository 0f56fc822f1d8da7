"""What sent files teach the matcher: choices, proposals of reviewers, published decisions, and what came after.

Only published decisions count. Refusals for quality or for want of seats teach nothing about fit, so such a file is
left out whole. For one opening the strongest source speaks: decision, then agreed feedback, proposal, choice.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.applications.models import Application, Choice
from app.applications.states import Stage
from app.core.clock import MOROCCO
from app.core.db import db
from app.decisions.models import Decision, RefusalReason
from app.decisions.results import good_results
from app.decisions.states import DecisionKind, DecisionState
from app.matching import labels
from app.matching.labels import Lesson
from app.matching.models import Feedback, Recommendation
from app.reviews.models import Assignment, Review

VALUES = labels.values()
CONFIRMED = frozenset({Stage.CONFIRMED, Stage.ONBOARDED, Stage.GRADUATED, Stage.EXITED})
Ids = Mapping[uuid.UUID, Sequence[uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that was said about sent files, by application."""

    decisions: Mapping[uuid.UUID, Decision]
    choices: Ids
    proposals: Ids
    feedback: Ids
    first_places: Mapping[uuid.UUID, uuid.UUID | None]
    outcomes: Mapping[uuid.UUID, date]
    about_fit: frozenset[str] = field(default_factory=frozenset)


def lessons() -> list[Lesson]:
    """One lesson per sent file that says something about fit, the oldest first."""
    ground = _ground()
    rows = db.session.execute(
        sa.select(Application.id, Application.stage, Application.submitted_at)
        .where(Application.submitted_at.is_not(None), Application.stage != Stage.WITHDRAWN)
        .order_by(Application.submitted_at, Application.id)
    )
    found = (_lesson(application_id, stage, sent_at, ground) for application_id, stage, sent_at in rows if sent_at)
    return sorted((one for one in found if one), key=lambda one: (one.decided_on, str(one.application_id)))


def _lesson(application_id: uuid.UUID, stage: Stage, sent_at: datetime, ground: Ground) -> Lesson | None:
    decision = ground.decisions.get(application_id)
    wished = ground.choices.get(application_id, ())
    sources = dict.fromkeys(wished[:1], "first_choice")
    sources |= dict.fromkeys(ground.proposals.get(application_id, ()), "reviewer_proposed")
    sources |= dict.fromkeys(ground.feedback.get(application_id, ()), "feedback")
    if decision is not None:
        decided = _decided(decision, wished, ground)
        if not decided:
            return None
        sources |= decided
    if not sources:
        return None
    standing = _standing(application_id, stage, decision, ground)
    return Lesson(
        application_id,
        {opening: _label(source, decision) for opening, source in sources.items()},
        VALUES["weights"][standing],
        (decision.decided_at if decision is not None else sent_at).astimezone(MOROCCO).date(),
        sources,
        standing,
        ground.outcomes.get(application_id) if standing == "outcome" else None,
    )


def _decided(decision: Decision, wished: Sequence[uuid.UUID], ground: Ground) -> dict[uuid.UUID, str]:
    """What a decision says of each opening; nothing where it was not about fit."""
    if decision.kind is DecisionKind.REJECT:
        about_fit = decision.reason_code in ground.about_fit
        return dict.fromkeys(wished, "rejected_for_fit") if about_fit else {}
    if decision.opening_id is None:
        return {}
    source = {DecisionKind.ACCEPT: "accepted", DecisionKind.WAITLIST: "waitlisted"}.get(
        decision.kind, "redirect_target"
    )
    advised = ground.first_places.get(decision.application_id)
    if decision.override_reason and advised is not None and advised != decision.opening_id:
        source = "override"
    left = wished[:1] if decision.kind is DecisionKind.REDIRECT else ()
    return {**dict.fromkeys(left, "redirect_source"), decision.opening_id: source}


def _label(source: str, decision: Decision | None) -> float:
    """An override weighs what its kind of decision weighs: against the matcher or not, a place is a place."""
    if source == "override" and decision is not None and decision.kind is DecisionKind.WAITLIST:
        source = "waitlisted"
    return VALUES["labels"][source]


def _standing(application_id: uuid.UUID, stage: Stage, decision: Decision | None, ground: Ground) -> str:
    if decision is None:
        return "undecided"
    if decision.kind is DecisionKind.REJECT:
        return "decided"
    if application_id in ground.outcomes:
        return "outcome"
    return "confirmed" if stage in CONFIRMED else "decided"


def _ground() -> Ground:
    published = (
        sa.select(Decision).where(Decision.state == DecisionState.PUBLISHED).order_by(Decision.decided_at, Decision.id)
    )
    decisions = {decision.application_id: decision for decision in db.session.scalars(published)}
    overridden = sa.select(Decision.application_id).where(Decision.override_reason != "")
    advised = sa.select(Recommendation.application_id, Recommendation.best_opening_id).where(
        Recommendation.application_id.in_(overridden)
    )
    fit = sa.select(RefusalReason.code).where(RefusalReason.about_fit.is_(True))
    return Ground(
        decisions,
        _by_file(sa.select(Choice.application_id, Choice.opening_id).order_by(Choice.application_id, Choice.rank)),
        _by_file(
            sa.select(Assignment.application_id, Review.proposed_opening_id)
            .join(Assignment, Assignment.id == Review.assignment_id)
            .where(Review.submitted_at.is_not(None), Review.proposed_opening_id.is_not(None))
            .order_by(Assignment.application_id, Review.id)
        ),
        _by_file(
            sa.select(Feedback.application_id, Feedback.opening_id)
            .where(Feedback.agreed.is_(True), Feedback.handled_at.is_not(None), Feedback.opening_id.is_not(None))
            .order_by(Feedback.application_id, Feedback.created_at)
        ),
        {application_id: best for application_id, best in db.session.execute(advised)},
        good_results(),
        frozenset(db.session.scalars(fit)),
    )


def _by_file(statement: sa.Select[uuid.UUID, Any]) -> Ids:
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for application_id, opening_id in db.session.execute(statement).all():
        found.setdefault(application_id, []).append(opening_id)
    return found
