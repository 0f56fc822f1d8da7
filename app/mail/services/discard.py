"""Decide that a message is never sent."""

import uuid
from typing import Any

from app.mail import queries
from app.mail.services import transition
from app.mail.states import MessageState


def discard(*, message_id: uuid.UUID, actor: Any, reason: str) -> None:
    """Take one waiting or failed message out of the outbox."""
    transition.move(queries.get_for_update(message_id), "discard", actor=actor, reason=reason)


def discard_about(*, about_id: uuid.UUID, actor: Any, reason: str) -> int:
    """Take out every unsent outcome about a file (it was reopened); returns how many."""
    waiting = [m for m in queries.waiting_outcomes(about_id) if m.state is not MessageState.SENDING]
    for message in waiting:
        discard(message_id=message.id, actor=actor, reason=reason)
    return len(waiting)
