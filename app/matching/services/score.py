"""Scores of every sent application by one version: ranges in the order of their ids, resumable at any moment."""

import time
import uuid
from collections.abc import Callable
from typing import Any

from app.core import jobs
from app.core.clock import today
from app.core.db import db, transaction
from app.core.jobs import Cancelled, LeaseLost
from app.matching import adapter, queries, registry, scores
from app.matching.adapter import SupplyOf
from app.matching.models import Run
from app.matching.services import transition
from app.matching.states import RUN_LIFECYCLE, RunState
from ml import scoring

RANGE = 500
Progress = Callable[[float, str], None]


def score_run(*, run_id: uuid.UUID, progress: Progress, size: int = RANGE, supply: SupplyOf = adapter.unknown) -> int:
    """Do what is left of a run; how many applications were scored now.

    Each range is one transaction, scores and cursor together: a worker that dies leaves whole ranges, and the next
    one goes on behind the last. Raises what stopped it, after the run says so.
    """
    number = _started(run_id)
    if number is None:
        return 0
    counted = 0
    try:
        bundle = registry.bundle_of(queries.version(number))
        while scored := _range(run_id, bundle, size, supply):
            counted += scored
            run = queries.run(run_id)
            progress(min(run.done / max(run.total, 1), 1.0), f"{run.done} / {run.total}")
    except LeaseLost:  # another worker goes on
        raise
    except Cancelled:
        _ended(run_id, "cancel")
        raise
    except Exception as error:
        _ended(run_id, "fail", f"{type(error).__name__}: {error}"[:500])
        raise
    return counted


def _started(run_id: uuid.UUID) -> int | None:
    """The version to score with; None when there is nothing to do."""
    with transaction():
        run = queries.run(run_id, lock=True)
        if _superseded(run):
            return None
        if run.state is RunState.FAILED:  # the job is tried again
            transition.move_run(run, "resume")
        if run.state is RunState.WAITING:
            transition.move_run(run, "start")
        return run.model_number if run.state is RunState.RUNNING else None


def _superseded(run: Run) -> bool:
    """A failed run whose job comes late never writes over the scores of what followed it."""
    latest, version = queries.latest_run(run.kind), queries.champion()
    return latest is None or latest.id != run.id or version is None or version.number != run.model_number


def _range(run_id: uuid.UUID, bundle: Any, size: int, supply: SupplyOf) -> int:
    """Score one range; 0 when the run is over, by itself or by somebody. Nothing is locked while it computes."""
    begun, run = time.perf_counter(), queries.run(run_id)
    cursor, rows = run.cursor, queries.sent_after(run.cursor, size, call_id=run.call_id)
    parts = scores.tasks(rows, today(), supply=supply)
    found = [(task.ids, scoring.fits(bundle, task.profiles, task.openings)) for task in parts]
    with transaction():
        run = queries.run(run_id, lock=True)
        if run.state is not RunState.RUNNING or run.cursor != cursor or run.model_number is None:
            return 0
        if not rows:
            run.total = run.done
            transition.move_run(run, "finish")
            return 0
        for ids, fits in found:
            scores.write(run.model_number, ids, fits)
        run.cursor, run.done = str(rows[-1].id), run.done + len(rows)
        run.result = {"seconds": rate_seconds(run) + time.perf_counter() - begun}
    return len(rows)


def rate_seconds(run: Run) -> float:
    """Seconds spent on the ranges done so far."""
    return float((run.result or {}).get("seconds", 0.0))


def _ended(run_id: uuid.UUID, move: str, problem: str = "") -> None:
    db.session.rollback()
    with transaction():
        run = queries.run(run_id, lock=True)
        if jobs.current() not in (None, run.job_id):  # it was stopped and goes on: another job has it now
            return
        if RUN_LIFECYCLE.allows(run.state, move):
            transition.move_run(run, move, problem=problem)
