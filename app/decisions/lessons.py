"""What published decisions teach the matcher; refusals for quality teach nothing about fit."""

import uuid

import sqlalchemy as sa

from app.applications.models import Choice
from app.core.clock import MOROCCO
from app.core.db import db
from app.decisions.models import Decision, RefusalReason
from app.decisions.states import DecisionKind, DecisionState
from app.matching.labels import Lesson

ACCEPTED, WAITLISTED, REDIRECTED = 1.0, 0.6, 1.0


def lessons() -> list[Lesson]:
    """One lesson per published decision: accept 1, waitlist 0.6, redirect its target 1 and its source 0,
    refusal for fit 0 for what was wished. Refusals for quality or for want of seats are left out."""
    about_fit = set(db.session.scalars(sa.select(RefusalReason.code).where(RefusalReason.about_fit.is_(True))))
    decisions = db.session.scalars(
        sa.select(Decision).where(Decision.state == DecisionState.PUBLISHED).order_by(Decision.decided_at, Decision.id)
    ).all()
    wishes: dict[uuid.UUID, list[uuid.UUID]] = {}
    for application_id, opening_id in db.session.execute(
        sa.select(Choice.application_id, Choice.opening_id)
        .where(Choice.application_id.in_([decision.application_id for decision in decisions]))
        .order_by(Choice.application_id, Choice.rank)
    ):
        wishes.setdefault(application_id, []).append(opening_id)
    found = []
    for decision in decisions:
        labels = _labels(decision, wishes.get(decision.application_id, []), about_fit)
        if labels:
            found.append(Lesson(decision.application_id, labels, 1.0, decision.decided_at.astimezone(MOROCCO).date()))
    return found


def _labels(decision: Decision, wished: list[uuid.UUID], about_fit: set[str]) -> dict[uuid.UUID, float]:
    if decision.kind is DecisionKind.ACCEPT and decision.opening_id:
        return {decision.opening_id: ACCEPTED}
    if decision.kind is DecisionKind.WAITLIST and decision.opening_id:
        return {decision.opening_id: WAITLISTED}
    if decision.kind is DecisionKind.REDIRECT and decision.opening_id:
        return {**dict.fromkeys(wished[:1], 0.0), decision.opening_id: REDIRECTED}
    if decision.reason_code in about_fit:
        return dict.fromkeys(wished, 0.0)
    return {}
