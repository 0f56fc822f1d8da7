"""The only writer of a call's state."""

from typing import Any

from app.core import audit
from app.programmes.models import Call
from app.programmes.states import LIFECYCLE


def move(call: Call, name: str, *, actor: Any = None, reason: str | None = None) -> None:
    before = call.state
    call.state = LIFECYCLE.next_state(before, name)
    audit.record(f"call.{name}", actor=actor, subject=call, before=before, after=call.state, reason=reason)
