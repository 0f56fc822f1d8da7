"""Try a failed message again."""

import uuid
from typing import Any

from app.core import jobs
from app.mail import queries
from app.mail.services import transition


def resend(*, message_id: uuid.UUID, actor: Any) -> None:
    message = queries.get_for_update(message_id)
    transition.move(message, "resend", actor=actor)
    message.attempts = 0
    jobs.enqueue("mail.deliver", message_id=str(message.id))
