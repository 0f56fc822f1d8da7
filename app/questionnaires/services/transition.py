"""The only writer of a form version's state."""

from typing import Any

from app.core import audit
from app.core.clock import utcnow
from app.questionnaires.models import FormVersion
from app.questionnaires.states import LIFECYCLE, VersionState


def move(version: FormVersion, name: str, *, actor: Any = None) -> None:
    before = version.state
    version.state = LIFECYCLE.next_state(before, name)
    if version.state is VersionState.PUBLISHED:
        version.published_at = utcnow()
    audit.record(f"form_version.{name}", actor=actor, subject=version, before=before, after=version.state)
