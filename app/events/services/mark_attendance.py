"""Note who came, by the list, by the code, or as somebody who was not registered; and take it back."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit, jobs
from app.core.clock import MOROCCO, today, utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.core.typed import read_address, read_name
from app.events import codes, policy, queries
from app.events.models import Event, Registration
from app.events.services.register import take_place
from app.events.services.transition import move_registration
from app.events.states import EventState, RegistrationState
from app.events.telling import CONFIRM

LIST, QR = "list", "qr"


def mark_present(*, event_id: uuid.UUID, registration_ids: Collection[uuid.UUID], actor: Person) -> int:
    """Several at once; who is present already is left as they are. Returns how many were noted.

    Who waits and has come gets a place, one more than there were if need be.
    """
    event = _noting(event_id, actor)
    return sum(_seated(event, one, LIST, actor) for one in _chosen(event, registration_ids))


def unmark(*, event_id: uuid.UUID, registration_ids: Collection[uuid.UUID], actor: Person) -> int:
    event = _noting(event_id, actor)
    changed = 0
    for one in _chosen(event, registration_ids):
        if one.attended_at is None:
            continue
        before = {"attended_at": one.attended_at.isoformat(), "attended_by": one.attended_by}
        one.attended_at, one.attended_by = None, ""
        audit.record("registration.unmark", actor=actor, subject=one, before=before)
        changed += 1
    return changed


def mark_by_code(*, code: str, actor: Person, give_place: bool = False) -> Registration:
    """Raises NotFound for an event of another site, Conflict for who cancelled, and for who waits unless told so."""
    found = queries.registration(code)
    if not policy.can_run(actor, found.event.site_id):
        raise NotFound
    event = _noting(found.event_id, actor)
    one = queries.registration(code, lock=True)
    if one.state is RegistrationState.CANCELLED or (one.state is RegistrationState.WAITING and not give_place):
        raise Conflict(N_("This person has no place: they cancelled, or stand on the waiting list."))
    _seated(event, one, QR, actor)
    return one


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody at the door. `registration_id` is made with the form, so that a double click adds one person.

    `beyond` says that they get a place more than there are.
    """

    full_name: str
    email: str
    language: str
    registration_id: uuid.UUID | None = None
    beyond: bool = False


def add_walk_in(*, event_id: uuid.UUID, guest: WalkIn, actor: Person) -> Registration:
    """Somebody who was not registered and is there; with an address they get their own page and certificate."""
    event = _noting(event_id, actor)
    name = read_name(guest.full_name, missing=N_("Write the name of the person."))
    email = read_address(guest.email) if guest.email.strip() else ""
    known = db.session.get(Registration, guest.registration_id) if guest.registration_id else None
    if known is not None and (known.event_id, known.full_name) == (event.id, name):
        return known
    if not take_place(event):
        if not guest.beyond:
            raise InvalidInput(N_("Every place is taken. Does this person get one more?"), field="beyond")
        _one_more(event, actor)
    code = codes.new()
    one = Registration(
        id=guest.registration_id if guest.registration_id and known is None else uuid.uuid4(), event_id=event.id,
        full_name=name, email=email or code, language=guest.language,
        state=RegistrationState.REGISTERED, code=code,
    )  # fmt: skip
    with unless_duplicate(N_("This address is in the list already. Tick the person there."), field="email"):
        db.session.add(one)
    audit.record("registration.walk_in", actor=actor, subject=one, after=one.state.value)
    _mark(one, LIST, actor)
    jobs.enqueue(CONFIRM, registration_id=str(one.id))
    return one


def _noting(event_id: uuid.UUID, actor: Person) -> Event:
    event = queries.locked(event_id)
    if not policy.can_run(actor, event.site_id):
        raise NotAllowed
    if event.state not in (EventState.OPEN, EventState.CLOSED):
        raise Conflict(N_("Nobody comes to this event: it is a draft, or cancelled."))
    if today() < event.starts_at.astimezone(MOROCCO).date():
        raise Conflict(N_("Presence is noted from the day of the event."))
    return event


def _chosen(event: Event, registration_ids: Collection[uuid.UUID]) -> list[Registration]:
    statement = (
        sa.select(Registration)
        .where(
            Registration.event_id == event.id, Registration.id.in_(list(registration_ids)[:500]),
            Registration.state != RegistrationState.CANCELLED,
        )
        .order_by(Registration.id)
        .with_for_update()
    )  # fmt: skip
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def _seated(event: Event, one: Registration, by: str, actor: Person) -> bool:
    """Present, with a place."""
    if one.state is RegistrationState.WAITING:
        if not take_place(event):
            _one_more(event, actor)
        move_registration(one, "promote", actor=actor)
    return _mark(one, by, actor)


def _one_more(event: Event, actor: Person) -> None:
    """A place for who has come to a full event: places never count fewer than the people in the room."""
    before = event.capacity
    event.capacity = event.places_taken = event.places_taken + 1
    audit.record("event.one_more_place", actor=actor, subject=event, before=before, after=event.capacity)


def _mark(one: Registration, by: str, actor: Person) -> bool:
    if one.attended_at is not None:
        return False
    one.attended_at, one.attended_by = utcnow(), by
    audit.record("registration.mark", actor=actor, subject=one, after=by)
    return True
