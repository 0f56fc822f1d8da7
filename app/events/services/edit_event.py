"""Create an event, or change it; more places go to those who wait, in order."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.models import Person
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.events import policy, queries
from app.events.models import Event
from app.events.services.promote import promote_waiting
from app.events.states import EventKind, EventState


@dataclass(frozen=True, slots=True)
class Described:
    """What the team says about an event."""

    title: dict[str, str]
    description: dict[str, str]
    kind: EventKind
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    site_id: uuid.UUID | None = None
    partner_id: uuid.UUID | None = None
    programme_id: uuid.UUID | None = None
    capacity: int | None = None


FIELDS = (
    "title", "description", "kind", "starts_at", "ends_at", "place", "site_id", "partner_id", "programme_id",
    "capacity",
)  # fmt: skip


def create_event(*, actor: Person, key: str, described: Described) -> Event:
    """Nobody sees it until its registration opens. Raises Conflict for an address in use."""
    if not policy.can_run(actor, described.site_id):
        raise NotAllowed
    _check(described, taken=0)
    event = Event(id=uuid.uuid4(), key=key, created_by_id=actor.id, state=EventState.DRAFT, places_taken=0)
    _put(event, described)
    with unless_duplicate(N_("Another event has this short name. Choose another one."), field="key"):
        db.session.add(event)
    audit.record("event.create", actor=actor, subject=event, after=_told(event))
    return event


def edit_event(*, actor: Person, event_id: uuid.UUID, described: Described) -> Event:
    event = queries.locked(event_id)
    if not policy.can_run(actor, event.site_id) or not policy.can_run(actor, described.site_id):
        raise NotAllowed
    if event.state is EventState.CANCELLED:
        raise Conflict(N_("This event is cancelled. Nothing of it changes any more."))
    _check(described, taken=event.places_taken)
    before = _told(event)
    _put(event, described)
    db.session.flush()
    promote_waiting(event, actor=actor)
    if (after := _told(event)) != before:
        audit.record("event.edit", actor=actor, subject=event, before=before, after=after)
    return event


def _check(described: Described, *, taken: int) -> None:
    if described.ends_at <= described.starts_at:
        raise InvalidInput(N_("The end comes after the beginning. Correct one of the two."), field="ends_at")
    if not described.place and described.site_id is None:
        raise InvalidInput(N_("Choose a site, or write where it takes place."), field="place")
    if described.capacity is not None and described.capacity < taken:
        raise InvalidInput(
            N_("%(taken)s places are taken already. Write at least this number."), field="capacity", taken=taken
        )


def _put(event: Event, described: Described) -> None:
    for name in FIELDS:
        setattr(event, name, getattr(described, name))


def _told(event: Event) -> dict[str, Any]:
    """What the trace keeps."""
    told: dict[str, Any] = {"key": event.key}
    for name in FIELDS:
        value = getattr(event, name)
        told[name] = value if isinstance(value, dict | int) else str(value or "")
    return told
