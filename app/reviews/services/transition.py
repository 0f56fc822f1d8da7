"""The only writer of an assignment's state."""

from typing import Any

from app.core import audit
from app.reviews.models import Assignment
from app.reviews.states import LIFECYCLE


def move(assignment: Assignment, name: str, *, actor: Any = None, reason: str | None = None) -> None:
    before = assignment.state
    assignment.state = LIFECYCLE.next_state(before, name)
    if before is not assignment.state:
        audit.record(
            f"assignment.{name}",
            actor=actor,
            subject=assignment,
            before=before.value,
            after=assignment.state.value,
            reason=reason,
        )
