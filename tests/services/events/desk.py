"""Events and registrations, in a few words."""

import itertools
import uuid
from datetime import timedelta

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.events import codes
from app.events.models import Event, Registration
from app.events.services.register import Guest, register
from app.events.states import EventKind, EventState, RegistrationState
from tests.factories import make_person, save, texts

_numbers = itertools.count(1)


def make_event(*, site=None, by=None, **values):
    """One that is open and takes place in five days."""
    n, starts = next(_numbers), values.pop("starts_at", utcnow() + timedelta(days=5))
    values = {
        "key": f"event-{n}", "title": texts(f"Rencontre {n}"), "description": texts("Une rencontre."),
        "kind": EventKind.FUNDING, "place": "Salle 1", "starts_at": starts, "ends_at": starts + timedelta(hours=3),
        "state": EventState.OPEN, "site_id": site.id if site else None, "capacity": None, "places_taken": 0,
    } | values  # fmt: skip
    by = by or make_person(Role.STAFF)
    return save(Event(id=uuid.uuid4(), created_by_id=by.id, **values))


def running(**values):
    """One that began an hour ago."""
    return make_event(starts_at=utcnow() - timedelta(hours=1), **values)


def over(**values):
    return make_event(starts_at=utcnow() - timedelta(days=2), state=EventState.CLOSED, **values)


def make_registration(event, **values):
    n = next(_numbers)
    values = {
        "full_name": f"Personne {n}", "email": f"guest{n}@exemple.ma", "state": RegistrationState.REGISTERED,
        "code": codes.new(), "language": "en",
    } | values  # fmt: skip
    if values["state"] is RegistrationState.REGISTERED:
        with transaction():
            db.session.get(Event, event.id).places_taken += 1
    return save(Registration(id=uuid.uuid4(), event_id=event.id, **values))


def came(event, **values):
    return make_registration(event, attended_at=event.starts_at, attended_by="list", **values)


def enter(event, email="nadia@exemple.ma", *, actor=None, startup_id=None, consented=True, name="Nadia Bennani"):
    """Register as a person would."""
    guest = Guest(full_name=name, email=email, language="en", startup_id=startup_id)
    with transaction():
        return register(event_id=event.id, guest=guest, consented=consented, actor=actor)


def again(row):
    """The row as it is now."""
    return db.session.get(type(row), row.id, populate_existing=True)
