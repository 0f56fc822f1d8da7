"""Orders the delivery of a message: which kind of job, and when."""

from datetime import datetime

from app.core import jobs
from app.mail.models import Message
from app.mail.purposes import TO_MANY, Purpose

DELIVER, DELIVER_TO_MANY = "mail.deliver", "mail.deliver_to_many"


def kind_for(purpose: Purpose) -> str:
    """Mails to many and mails to one person are kinds of their own, so that they take turns."""
    return DELIVER_TO_MANY if purpose in TO_MANY else DELIVER


def order_delivery(message: Message, *, run_at: datetime | None = None) -> None:
    """Have the worker hand over one message, now or later."""
    jobs.enqueue(kind_for(message.purpose), run_at=run_at, message_id=str(message.id))
