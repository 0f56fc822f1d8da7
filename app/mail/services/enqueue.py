"""Write a message into the outbox, inside the transaction of the act it tells of."""

import uuid
from collections.abc import Mapping
from typing import Any

from app.core.db import db, unless_duplicate
from app.core.errors import Conflict
from app.core.i18n import N_
from app.mail import queries
from app.mail.delivery import order_delivery
from app.mail.models import Message
from app.mail.purposes import NOT_NEEDED, OUTCOMES, Purpose
from app.mail.render import render
from app.mail.states import MessageState


def enqueue(
    purpose: Purpose,
    *,
    to: Any,
    values: Mapping[str, Any],
    about_id: uuid.UUID | None = None,
    batch_id: uuid.UUID | None = None,
    once_key: str | None = None,
    hold: bool = False,
) -> Message:
    """Render now, in the recipient's language; held ones wait for a human, others for the worker.

    `to` has email, full_name, language and perhaps id. `once_key` makes a repeat impossible.
    Raises Conflict for a text that is missing, a placeholder that is empty, a second outcome
    about the same file, or a repeat.
    """
    if purpose in OUTCOMES and about_id is not None:
        others = [m for m in queries.waiting_outcomes(about_id) if m.purpose is not purpose]
        if others:
            raise Conflict(N_("Another answer about this file still waits in the outbox. Discard it first."))
    if (purpose in NOT_NEEDED) != ("stop_link" in values):
        raise ValueError(f"{purpose.value}: a stop_link belongs to the mails that are not needed, and to no other")
    rendered = render(purpose, to.language, {"name": to.full_name or to.email, **values})
    message = Message(
        id=uuid.uuid4(),
        purpose=purpose,
        to_email=to.email,
        to_name=to.full_name or "",
        person_id=getattr(to, "id", None),
        language=to.language,
        subject=rendered.subject,
        body=rendered.body,
        html=rendered.html,
        state=MessageState.HELD if hold else MessageState.QUEUED,
        about_id=about_id,
        batch_id=batch_id,
        once_key=once_key,
        stop_link=values.get("stop_link", ""),
    )
    with unless_duplicate(N_("This message was already written.")):
        db.session.add(message)
    if not hold:
        order_delivery(message)
    return message
