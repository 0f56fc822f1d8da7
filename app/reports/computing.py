"""How a run is computed in a job: it starts, its work is done outside any transaction, its result is kept."""

import uuid
from collections.abc import Callable
from typing import Any

from app.core.db import db, transaction
from app.core.errors import DomainError
from app.core.jobs import Cancelled, Job, LeaseLost
from app.matching import queries
from app.matching.models import Run
from app.matching.services import transition
from app.matching.states import RUN_LIFECYCLE, RunState

Progress = Callable[[float, str], None]
Work = Callable[[Run, Progress], dict[str, Any]]


def compute(run_id: uuid.UUID, work: Work, progress: Progress) -> None:
    """Do the work of a run and keep what it gives; a run that is over stays as it is.

    A refusal in words is told on the page and not tried again; anything else is told too, and raised, so that the
    job is tried again.
    """
    run = _started(run_id)
    if run is None:
        return
    try:
        result = work(run, progress)
    except LeaseLost:  # another worker goes on
        raise
    except Cancelled:
        _ended(run_id, "cancel")
        raise
    except DomainError as error:
        _ended(run_id, "fail", (error.message % error.values if error.values else error.message)[:500])
        return
    except Exception as error:
        _ended(run_id, "fail", f"{type(error).__name__}: {error}"[:500])
        raise
    with transaction():
        run = queries.run(run_id, lock=True)
        if run.state is RunState.RUNNING:
            found = result.pop("snapshot_id", None)
            run.snapshot_id, run.result = found and uuid.UUID(found), result
            transition.move_run(run, "finish")


def _started(run_id: uuid.UUID) -> Run | None:
    """The run, computing; None when there is nothing to do."""
    with transaction():
        run = queries.run(run_id, lock=True)
        if run.state is RunState.FAILED:  # the job is tried again
            transition.move_run(run, "resume")
        if run.state is RunState.WAITING:
            transition.move_run(run, "start")
        return run if run.state is RunState.RUNNING else None


def _ended(run_id: uuid.UUID, move: str, problem: str = "") -> None:
    db.session.rollback()
    with transaction():
        run = queries.run(run_id, lock=True)
        if RUN_LIFECYCLE.allows(run.state, move):
            transition.move_run(run, move, problem=problem)


def job_of(run: Run) -> Job | None:
    """The job that computes a run, for its progress."""
    return db.session.get(Job, run.job_id, populate_existing=True) if run.job_id else None
