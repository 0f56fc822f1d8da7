"""A human lets held messages go."""

import uuid
from collections.abc import Iterable
from typing import Any

from app.mail import queries
from app.mail.delivery import order_delivery
from app.mail.services import transition


def release(*, message_ids: Iterable[uuid.UUID], actor: Any) -> int:
    """Queue held messages for the worker; returns how many. The caller has checked the right."""
    count = 0
    for message_id in message_ids:
        message = queries.get_for_update(message_id)
        transition.move(message, "release", actor=actor)
        order_delivery(message)
        count += 1
    return count
