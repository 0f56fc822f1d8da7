"""Open and close the registration for an event."""

import uuid

from app.accounts.models import Person
from app.core.clock import utcnow
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.events import policy, queries
from app.events.models import Event
from app.events.services.transition import move_event


def open_registration(*, event_id: uuid.UUID, actor: Person) -> Event:
    event = queries.locked(event_id)
    if not policy.can_run(actor, event.site_id):
        raise NotAllowed
    if event.ends_at <= utcnow():
        raise Conflict(N_("This event is over: nobody can register any more."))
    move_event(event, "open", actor=actor)
    return event


def close_registration(*, event_id: uuid.UUID, actor: Person) -> Event:
    """Those on the waiting list keep their order: a place that comes free still goes to the first of them."""
    event = queries.locked(event_id)
    if not policy.can_run(actor, event.site_id):
        raise NotAllowed
    move_event(event, "close", actor=actor)
    return event
