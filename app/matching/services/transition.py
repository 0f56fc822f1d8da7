"""The only writer of the state of a model version and of a run."""

from typing import Any

from app.core import audit
from app.core.clock import utcnow
from app.core.db import db
from app.matching.models import ModelVersion, Run
from app.matching.states import LIFECYCLE, RUN_LIFECYCLE, ModelState, RunState


def move(version: ModelVersion, name: str, *, actor: Any, reason: str | None = None) -> None:
    """A version that is rolled back to keeps the date of its promotion: that is the order they served in."""
    before = version.state
    version.state = LIFECYCLE.next_state(before, name)
    if version.state is ModelState.CHAMPION and name != "roll_back":
        version.promoted_at = utcnow()
    db.session.flush()
    audit.record(f"model.{name}", actor=actor, subject=version, before=before, after=version.state, reason=reason)


def move_run(run: Run, name: str, *, actor: Any = None, problem: str = "") -> None:
    """`problem` says why a run failed; a run that goes on forgets it."""
    before = run.state
    run.state = RUN_LIFECYCLE.next_state(before, name)
    run.problem = problem
    run.finished_at = utcnow() if run.state in (RunState.DONE, RunState.FAILED, RunState.CANCELLED) else None
    db.session.flush()
    details = {"kind": run.kind, "model": run.model_number}
    audit.record(f"run.{name}", actor=actor, subject=run, before=before, after=run.state, details=details)
