"""The only writer of a message's state."""

from typing import Any

from app.core import audit
from app.core.clock import utcnow
from app.mail.models import Message
from app.mail.states import LIFECYCLE, MessageState


def move(message: Message, name: str, *, actor: Any = None, reason: str | None = None) -> None:
    """Make a move of the life cycle; acts of people leave a trace, deliveries a date."""
    before = message.state
    message.state = LIFECYCLE.next_state(before, name)
    if message.state is MessageState.SENT:
        message.sent_at = utcnow()
    if name != "begin":
        audit.record(f"message.{name}", actor=actor, subject=message, before=before, after=message.state, reason=reason)
