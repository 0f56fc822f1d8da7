"""The only writer of `stage` and `shown`; every move leaves a trace."""

import uuid
from typing import Any

from app.applications.models import Application
from app.applications.states import LIFECYCLE, SHOWS, Shown, Stage
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db


def move(
    application: Application,
    name: str,
    *,
    actor: Any = None,
    reason: str | None = None,
    batch_id: uuid.UUID | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Make a move of the life cycle. Raises TransitionNotAllowed where the table has none.

    `shown` changes in the same statement, for publications and for the applicant's own answers only.
    """
    before = application.stage
    application.stage = LIFECYCLE.next_state(before, name)
    if name in SHOWS:
        application.shown = SHOWS[name]
        application.shown_at = utcnow() if application.shown is not Shown.NOTHING else None
    if application.stage is Stage.WITHDRAWN:
        application.withdrawn_at, application.withdrawn_reason = utcnow(), reason
    db.session.flush()
    audit.record(
        f"application.{name}",
        actor=actor,
        subject=application,
        before=before.value,
        after=application.stage.value,
        reason=reason,
        batch_id=batch_id,
        details=details,
    )
