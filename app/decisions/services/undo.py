"""Take a provisional decision back; nobody outside the team ever knew."""

import uuid

from app.accounts.models import Person
from app.applications import queries as applications
from app.applications.services import transition as application_transition
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.decisions import policy, queries, seats
from app.decisions.services.transition import move_decision
from app.reviews.scope import require_team


def undo(*, application_id: uuid.UUID, actor: Person) -> None:
    """Free before publication; afterwards a file is reopened with a reason instead."""
    application = applications.get_for_update(application_id)
    require_team(actor, application.id)
    if not policy.is_lead(actor, application):
        raise NotAllowed
    decision = queries.in_force(application.id)
    if decision is None or not policy.can_undo(actor, application):
        raise Conflict(N_("There is no provisional decision to take back."))
    queries.require_place(actor, decision.opening_id)
    move_decision(decision, "undo", actor=actor)
    seats.free(application)
    application_transition.move(application, "undo", actor=actor)
