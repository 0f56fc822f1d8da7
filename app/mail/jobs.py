"""Delivers what is queued: never inside the transaction that wrote the message."""

import uuid
from datetime import timedelta

import structlog

from app.core import jobs
from app.core.clock import utcnow
from app.core.db import transaction
from app.mail import queries, transport
from app.mail.delivery import DELIVER, DELIVER_TO_MANY, order_delivery
from app.mail.services import transition
from app.mail.states import MessageState

log = structlog.get_logger(__name__)
LONGEST_TRY = timedelta(days=2)


@jobs.handles(DELIVER, own_transactions=True, lane=jobs.Lane.MAIL)
@jobs.handles(DELIVER_TO_MANY, own_transactions=True, lane=jobs.Lane.MAIL)
def deliver(message_id: str) -> None:
    """Hand one message to the server; “sent” means that it was accepted.

    A server that refuses this installation is asked again until its settings are mended; the page of jobs tells it.
    A server that is away postpones with growing pauses for two days from the first try. A crash between acceptance
    and the note sends again under the same Message-ID.
    """
    key = uuid.UUID(message_id)
    with transaction():
        message = queries.get_for_update(key)
        if message.state not in (MessageState.QUEUED, MessageState.SENDING):
            return
        transition.move(message, "begin")
        message.attempts += 1
        message.first_tried_at = message.first_tried_at or utcnow()
    error, name, blocked = None, "deliver", False
    try:
        transport.current().send(message)
    except transport.PermanentFailure as failure:
        error, name = str(failure), "fail"
    except transport.Misconfigured as failure:
        log.error("the mail server refuses this installation", error=str(failure))
        error, name, blocked = str(failure), "postpone", True
    except transport.TemporaryFailure as failure:
        error = str(failure)
        name = "fail" if utcnow() - message.first_tried_at > LONGEST_TRY else "postpone"
    except Exception as failure:  # a message that cannot be put together: a person has to look
        log.exception("message not sent", message=message_id)
        error, name = type(failure).__name__, "fail"
    with transaction():
        message = queries.get_for_update(key)
        if message.state is not MessageState.SENDING:
            return
        message.last_error, message.blocked = error, blocked
        if blocked:  # it had no real try: its two days begin when the setting is mended
            message.first_tried_at = None
        transition.move(message, name)
        if name == "postpone":
            pause = timedelta(seconds=min(15 * 2 ** min(message.attempts, 8), 1800))
            order_delivery(message, run_at=utcnow() + pause)
