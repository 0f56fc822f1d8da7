"""Create an event, or change it; more places go to those who wait, and another day or place is told."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import MOROCCO, today, utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.events import policy, queries
from app.events.models import Event
from app.events.services.promote import promote_waiting
from app.events.states import EventKind, EventState
from app.events.telling import Held, tell_moved
from app.programmes.models import Site


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


def create_event(*, actor: Person, key: str, described: Described, event_id: uuid.UUID | None = None) -> Event:
    """Nobody sees it until its registration opens. Raises Conflict for an address in use.

    `event_id` is made with the form, so that a double click creates one event.
    """
    if not policy.can_run(actor, described.site_id):
        raise NotAllowed
    if known := _created(event_id, key, actor):
        return known
    _check(described, taken=0)
    new = {"key": key, "created_by_id": actor.id, "state": EventState.DRAFT, "places_taken": 0}
    taken = event_id is None or db.session.get(Event, event_id) is not None
    event = Event(id=uuid.uuid4() if taken else event_id, **new)
    _put(event, described)
    try:
        with unless_duplicate(N_("Another event has this short name. Choose another one."), field="key"):
            db.session.add(event)
    except Conflict:
        if known := _created(event_id, key, actor):  # the first click has won by a moment
            return known
        raise
    audit.record("event.create", actor=actor, subject=event, after=_told(event))
    return event


def _created(event_id: uuid.UUID | None, key: str, actor: Person) -> Event | None:
    """What the first click made of the same form."""
    mine = (Event.id == event_id, Event.key == key, Event.created_by_id == actor.id)
    return db.session.scalars(sa.select(Event).where(*mine)).one_or_none() if event_id else None


def edit_event(*, actor: Person, event_id: uuid.UUID, described: Described) -> int:
    """Returns how many are told of another day or place; the mails leave after the commit."""
    event = queries.locked(event_id)
    if not policy.can_run(actor, event.site_id) or not policy.can_run(actor, described.site_id):
        raise NotAllowed
    if event.state is EventState.CANCELLED:
        raise Conflict(N_("This event is cancelled. Nothing of it changes any more."))
    _check(described, taken=event.places_taken)
    _check_presence(event, described)
    before, held = _told(event), _held(event)
    _put(event, described)
    db.session.flush()
    promote_waiting(event, actor=actor)
    if (after := _told(event)) != before:
        event.revise()
        audit.record("event.edit", actor=actor, subject=event, before=before, after=after)
    return _tell_moved(event, held, actor)


def _check(described: Described, *, taken: int) -> None:
    if described.ends_at <= described.starts_at:
        raise InvalidInput(N_("The end comes after the beginning. Correct one of the two."), field="ends_at")
    if not described.place and described.site_id is None:
        raise InvalidInput(N_("Choose a site, or write where it takes place."), field="place")
    if described.capacity is not None and described.capacity < taken:
        raise InvalidInput(
            N_("Places taken already: %(taken)s. Write at least this number."), field="capacity", taken=taken
        )


def _check_presence(event: Event, described: Described) -> None:
    """Who was there was there on a day gone by: a certificate never tells of a day to come."""
    if described.starts_at.astimezone(MOROCCO).date() <= today():
        return
    if queries.anybody_came(event.id):
        raise InvalidInput(
            N_("Somebody was noted as present, so the event cannot begin later than today. Take presence back first."),
            field="starts_at",
        )


def _held(event: Event) -> Held:
    site = db.session.get(Site, event.site_id) if event.site_id else None
    first, last = (moment.replace(second=0, microsecond=0) for moment in (event.starts_at, event.ends_at))
    return Held(first, last, event.place, site)


def _tell_moved(event: Event, before: Held, actor: Person) -> int:
    """Nothing about a draft, which nobody knows, nor about what is over before and after."""
    after = _held(event)
    if after == before or event.state is EventState.DRAFT or max(before.ends_at, after.ends_at) <= utcnow():
        return 0
    change = uuid.uuid4()
    told = sum(tell_moved(one, before=before, after=after, change=change) for one in queries.to_tell(event.id))
    audit.record("event.tell_moved", actor=actor, subject=event, after=told)
    return told


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
