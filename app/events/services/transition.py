"""The only writer of the states of events and registrations."""

from typing import Any

from app.core import audit
from app.events.models import Event, Registration
from app.events.states import EVENTS, REGISTRATIONS


def move_event(event: Event, name: str, *, actor: Any) -> None:
    before = event.state
    event.state = EVENTS.next_state(before, name)
    event.revise()
    audit.record(f"event.{name}", actor=actor, subject=event, before=before.value, after=event.state.value)


def move_registration(registration: Registration, name: str, *, actor: Any) -> None:
    """`actor` is None for somebody without an account."""
    before = registration.state
    registration.state = REGISTRATIONS.next_state(before, name)
    registration.revise()
    audit.record(
        f"registration.{name}", actor=actor, subject=registration, before=before.value, after=registration.state.value
    )
