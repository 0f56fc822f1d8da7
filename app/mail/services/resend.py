"""Try a failed message again."""

import uuid
from typing import Any

from app.mail import queries
from app.mail.delivery import order_delivery
from app.mail.services import transition


def resend(*, message_id: uuid.UUID, actor: Any) -> None:
    message = queries.get_for_update(message_id)
    transition.move(message, "resend", actor=actor)
    message.attempts, message.first_tried_at = 0, None
    order_delivery(message)
