"""Put a call on line."""

import uuid

from app.accounts.models import Person
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.programmes import policy, queries
from app.programmes.services import transition


def open_call(*, actor: Person, call_id: uuid.UUID) -> None:
    """Raises Conflict for a call that nobody could apply to: no opening with a seat."""
    call = queries.call_for_update(call_id)
    if not policy.can_edit_call(actor, call.id):
        raise NotAllowed
    if not any(opening.seats for opening in queries.openings(call.id)):
        raise Conflict(N_("Add at least one opening with a seat before opening the call."))
    transition.move(call, "open", actor=actor)
