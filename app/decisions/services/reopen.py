"""Take a published answer back into review: with a reason, unsent mail cancelled, a notice sent."""

import uuid

from app.accounts.models import Person
from app.applications import queries as applications
from app.applications.services import transition as application_transition
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.decisions import policy, queries, seats
from app.decisions.services.transition import move_decision, move_offer, move_wait
from app.mail.purposes import Purpose
from app.mail.services.discard import discard_about
from app.mail.services.enqueue import enqueue
from app.reviews.scope import require_team


def reopen(*, application_id: uuid.UUID, actor: Person, reason: str) -> None:
    application = applications.get_for_update(application_id)
    require_team(actor, application.id)
    if not policy.is_lead(actor, application):
        raise NotAllowed
    if not policy.can_reopen(actor, application):
        raise Conflict(N_("Only a published answer that was not confirmed can be reopened."))
    if not reason.strip():
        raise InvalidInput(N_("Write why: the applicant is told that the file is looked at again."), field="reason")
    decision = queries.in_force(application.id)
    queries.require_place(actor, decision.opening_id if decision else None)
    if decision is not None:
        move_decision(decision, "undo", actor=actor, reason=reason.strip())
    if offer := queries.live_offer(application.id):
        move_offer(offer, "cancel", actor=actor)
    if entry := queries.waiting_entry(application.id):
        move_wait(entry, "close", actor=actor)
    seats.free(application)
    discard_about(about_id=application.id, actor=actor, reason="reopened")
    application_transition.move(application, "reopen", actor=actor, reason=reason.strip())
    for person in queries.addressees(application.startup_id):
        enqueue(
            Purpose.REOPENED,
            to=person,
            about_id=application.id,
            values={"startup": application.startup.name, "reference": application.reference, "reason": reason.strip()},
        )
