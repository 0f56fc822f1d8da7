"""The only writer of a model version's state."""

from typing import Any

from app.core import audit
from app.core.clock import utcnow
from app.core.db import db
from app.matching.models import ModelVersion
from app.matching.states import LIFECYCLE, ModelState


def move(version: ModelVersion, name: str, *, actor: Any, reason: str | None = None) -> None:
    before = version.state
    version.state = LIFECYCLE.next_state(before, name)
    if version.state is ModelState.CHAMPION:
        version.promoted_at = utcnow()
    db.session.flush()
    audit.record(f"model.{name}", actor=actor, subject=version, before=before, after=version.state, reason=reason)
