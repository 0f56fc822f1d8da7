"""Register for an event; when it is full, at the end of the waiting list. The answer never tells who is known."""

import uuid
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit, jobs
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotFound
from app.core.i18n import N_
from app.core.typed import read_address, read_name
from app.events import codes, queries
from app.events.models import Event, Registration
from app.events.services.transition import move_registration
from app.events.states import EventState, RegistrationState
from app.events.telling import CONFIRM
from app.startups.models import Membership


@dataclass(frozen=True, slots=True)
class Guest:
    """Who registers; somebody signed in does so with their own address."""

    full_name: str
    email: str
    language: str
    startup_id: uuid.UUID | None = None


def register(*, event_id: uuid.UUID, guest: Guest, consented: bool, actor: Person | None = None) -> Registration:
    """Twice with one address is once. A job writes the mail, so that both cases take the same time."""
    event = queries.locked(event_id)
    _open(event)
    if not consented:
        raise InvalidInput(N_("Agree to the use of your data for this event, or do not register."), field="consent")
    named = N_("Write your name, as it should stand on the certificate.")
    guest = replace(guest, full_name=read_name(guest.full_name, missing=named))
    if guest.startup_id is not None:
        _belongs(actor, guest.startup_id)
    email = actor.email.lower() if actor else read_address(guest.email)
    one = db.session.scalars(
        sa.select(Registration).where(Registration.event_id == event.id, Registration.email == email).with_for_update()
    ).one_or_none()
    if one is None:
        one = _first_time(event, guest, email, actor)
    elif one.state is RegistrationState.CANCELLED:
        _again(event, one, guest, actor)
    elif actor is not None:
        one.person_id, one.startup_id = actor.id, guest.startup_id or one.startup_id
    jobs.enqueue(CONFIRM, registration_id=str(one.id))
    return one


def _open(event: Event) -> None:
    if event.state is EventState.DRAFT:
        raise NotFound
    if event.state is not EventState.OPEN or event.ends_at <= utcnow():
        raise Conflict(N_("Registration for this event is closed."))


def _belongs(actor: Person | None, startup_id: uuid.UUID) -> None:
    """NotFound for a startup that is not one's own."""
    mine = sa.select(Membership.id).where(
        Membership.startup_id == startup_id, Membership.person_id == (actor.id if actor else None)
    )
    if db.session.scalar(mine) is None:
        raise NotFound


def take_place(event: Event) -> bool:
    """Count one more, unless it is full; the database refuses what would be too many."""
    if event.capacity is not None and event.places_taken >= event.capacity:
        return False
    event.places_taken += 1
    return True


def _first_time(event: Event, guest: Guest, email: str, actor: Person | None) -> Registration:
    state = RegistrationState.REGISTERED if take_place(event) else RegistrationState.WAITING
    one = Registration(
        id=uuid.uuid4(), event_id=event.id, startup_id=guest.startup_id, person_id=actor.id if actor else None,
        full_name=guest.full_name, email=email, language=guest.language, state=state, code=codes.new(),
    )  # fmt: skip
    with unless_duplicate(N_("This address is being registered. Try again in a moment.")):
        db.session.add(one)
    audit.record("registration.register", actor=actor, subject=one, after=state.value)
    return one


def _again(event: Event, one: Registration, guest: Guest, actor: Person | None) -> None:
    """Who cancelled comes back, at the end of the list."""
    one.full_name, one.language, one.created_at = guest.full_name, guest.language, utcnow()
    one.startup_id = guest.startup_id
    one.person_id = actor.id if actor else one.person_id
    move_registration(one, "renew" if take_place(event) else "queue", actor=actor)
