"""A named person decides: provisional, nothing is told, a yes takes a seat."""

import uuid
from dataclasses import dataclass

from app.accounts.models import Person
from app.applications import queries as applications
from app.applications.models import Application
from app.applications.services import transition as application_transition
from app.applications.states import Stage
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.decisions import policy, queries, seats
from app.decisions.models import Decision, RefusalReason
from app.decisions.services.transition import move_decision
from app.decisions.states import DecisionKind
from app.reviews.scope import require_team


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided. `sentence` replaces the coded reason's own; `feedback` is released with the answer."""

    kind: DecisionKind
    opening_id: uuid.UUID | None = None
    reason_code: str | None = None
    sentence: str = ""
    feedback: str = ""
    override_reason: str = ""


def decide(*, application_id: uuid.UUID, actor: Person, verdict: Verdict) -> Decision:
    """Decide, or replace a provisional decision.

    Raises NotFound outside one's files, NotAllowed to others than the lead, Conflict for a full opening
    or a file that moved on, InvalidInput for a missing place or reason.
    """
    application = applications.get_for_update(application_id)
    require_team(actor, application.id)
    if not policy.is_lead(actor, application):
        raise NotAllowed
    if not policy.can_decide(actor, application):
        raise Conflict(N_("This file cannot be decided in its present state."))
    before = queries.in_force(application.id)
    queries.require_place(actor, before.opening_id if before else None)
    queries.require_place(actor, verdict.opening_id, field="opening")
    _check(verdict, application)
    if before is not None:
        move_decision(before, "undo", actor=actor)
    if verdict.kind is DecisionKind.ACCEPT and verdict.opening_id:
        seats.take(application, verdict.opening_id)
    else:
        seats.free(application)
    if application.stage is not Stage.DECIDED:
        application_transition.move(application, "decide", actor=actor)
    decision = Decision(
        id=uuid.uuid4(),
        application_id=application.id,
        kind=verdict.kind,
        opening_id=verdict.opening_id,
        reason_code=verdict.reason_code,
        sentence=verdict.sentence.strip(),
        feedback=verdict.feedback.strip(),
        override_reason=verdict.override_reason.strip(),
        decided_by_id=actor.id,
        decided_at=utcnow(),
    )
    with unless_duplicate(N_("Somebody has just decided this file. Reload the page.")):
        db.session.add(decision)
    audit.record("decision.make", actor=actor, subject=decision, after=verdict.kind.value, reason=verdict.reason_code)
    return decision


def _check(verdict: Verdict, application: Application) -> None:
    if verdict.kind is DecisionKind.REJECT:
        if not verdict.reason_code or db.session.get(RefusalReason, verdict.reason_code) is None:
            raise InvalidInput(N_("Choose the reason that the applicant will read."), field="reason_code")
        return
    if verdict.opening_id is None:
        raise InvalidInput(N_("Choose the programme and the city."), field="opening")
    opening = queries.opening_of_call(verdict.opening_id, application.call_id)
    if opening is None:
        raise InvalidInput(N_("Choose among the places of this call."), field="opening")
    queries.require_open_site(opening.id)
    if verdict.kind is DecisionKind.REDIRECT and opening.id in {
        c.opening_id for c in applications.choices(application.id)
    }:
        raise InvalidInput(
            N_("The startup asked for this place itself: accept, or choose another one."), field="opening"
        )
