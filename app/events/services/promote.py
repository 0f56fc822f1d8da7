"""Places that came free go to those who wait, in order; each is told by mail."""

from typing import Any

from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db
from app.events import queries
from app.events.models import Event
from app.events.services.transition import move_registration
from app.events.states import EventState
from app.events.telling import CONFIRM


def promote_waiting(event: Event, *, actor: Any) -> int:
    """The event's row is locked by the caller. Returns how many moved up; none once the event is over or cancelled."""
    moved = 0
    if event.state not in (EventState.OPEN, EventState.CLOSED) or event.ends_at <= utcnow():
        return moved
    while event.capacity is None or event.places_taken < event.capacity:
        one = queries.first_waiting(event.id)
        if one is None:
            break
        event.places_taken += 1
        move_registration(one, "promote", actor=actor)
        db.session.flush()
        jobs.enqueue(CONFIRM, registration_id=str(one.id))
        moved += 1
    return moved
