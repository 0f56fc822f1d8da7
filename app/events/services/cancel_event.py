"""Cancel an event: everybody who is registered or waits is told why."""

import uuid

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.events import policy, queries
from app.events.services.transition import move_event
from app.events.telling import tell_cancelled


def cancel_event(*, event_id: uuid.UUID, actor: Person, reason: str) -> int:
    """Returns how many are told; the mails leave after the commit."""
    event = queries.locked(event_id)
    if not policy.can_run(actor, event.site_id):
        raise NotAllowed
    if not reason:
        raise InvalidInput(N_("Write why, in a sentence. Those registered read it."), field="reason")
    if event.ends_at <= utcnow():
        raise Conflict(N_("This event is over: it cannot be cancelled any more."))
    move_event(event, "cancel", actor=actor)
    told = sum(tell_cancelled(one, reason) for one in queries.to_tell(event.id))
    audit.record("event.tell_cancelled", actor=actor, subject=event, after=told, reason=reason)
    return told
