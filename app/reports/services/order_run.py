"""Ask for something to be computed about the matcher; a job computes it, its page shows how far it is."""

import uuid
from collections.abc import Mapping
from typing import Any

from app.accounts.models import Person
from app.core import audit as trace
from app.core import jobs
from app.core.db import db
from app.core.errors import NotAllowed
from app.core.jobs import Job, JobState
from app.matching import policy, queries
from app.matching.models import Run
from app.matching.services import transition
from app.matching.states import RunKind, RunState

JOBS: dict[RunKind, str] = {
    RunKind.TRIAL: "matcher.try",
    RunKind.COMPARISON: "matcher.compare",
    RunKind.BACKTEST: "matcher.backtest",
    RunKind.PLACEMENT: "call.place",
}


def order_run(*, kind: RunKind, actor: Person, settings: Mapping[str, Any], **about: Any) -> Run:
    """`about` names what is computed: model_number, other_number, call_id, name, note."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    return queue_run(kind=kind, actor=actor, settings=settings, **about)


def queue_run(*, kind: RunKind, actor: Person, settings: Mapping[str, Any], **about: Any) -> Run:
    """The run and its job, for someone whose right was checked."""
    run_id = uuid.uuid4()
    job = jobs.enqueue(JOBS[kind], run_id=str(run_id))
    db.session.flush()
    run = Run(
        id=run_id,
        kind=kind,
        state=RunState.WAITING,
        settings=dict(settings),
        created_by_id=actor.id,
        job_id=job.id,
        **about,
    )
    db.session.add(run)
    db.session.flush()
    trace.record("run.order", actor=actor, subject=run, after={"kind": kind.value})
    return run


def cancel_run(*, run_id: uuid.UUID, actor: Person) -> None:
    """Stop a run that waits or computes; one that computes stops at its next step."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    run = queries.run(run_id, lock=True)
    job = db.session.get(Job, run.job_id, with_for_update=True, populate_existing=True) if run.job_id else None
    transition.move_run(run, "cancel", actor=actor)
    if job is not None and job.state in (JobState.QUEUED, JobState.RUNNING, JobState.FAILED):
        jobs.cancel(job)
