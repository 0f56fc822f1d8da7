"""Ask for new scores of every sent application; a job computes them range by range."""

import uuid

from app.accounts.models import Person
from app.core import audit, jobs
from app.core.db import db
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.core.jobs import Job
from app.matching import policy, queries
from app.matching.models import ModelVersion, Run
from app.matching.services import transition
from app.matching.states import RunKind, RunState


def order_scoring(*, version: ModelVersion, actor: Person | None) -> Run | None:
    """One run at a time: an unfinished one is stopped. None when nothing was sent yet."""
    stop_scoring(actor=actor)
    total = queries.sent_count()
    if not total:
        return None
    run_id = uuid.uuid4()
    job = jobs.enqueue("matching.score", run_id=str(run_id))
    db.session.flush()
    run = Run(
        id=run_id,
        kind=RunKind.SCORING,
        state=RunState.WAITING,
        settings={},
        model_number=version.number,
        created_by_id=actor.id if actor is not None else None,
        job_id=job.id,
        total=total,
    )
    db.session.add(run)
    db.session.flush()
    audit.record("run.order", actor=actor, subject=run, after={"kind": run.kind.value})
    return run


def score_again(*, actor: Person) -> Run | None:
    """All sent applications anew by the version in service."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    version = queries.champion(lock=True)
    if version is None:
        raise Conflict(N_("No version is in service."))
    return order_scoring(version=version, actor=actor)


def stop_scoring(*, actor: Person | None) -> None:
    """Stop what is not finished; scores already written stay."""
    for run in queries.unfinished(RunKind.SCORING, lock=True):
        transition.move_run(run, "cancel", actor=actor)
        _cancel_job(run)


def _cancel_job(run: Run) -> None:
    job = db.session.get(Job, run.job_id, with_for_update=True, populate_existing=True) if run.job_id else None
    if job is not None:
        jobs.cancel(job)


def cancel_scoring(*, actor: Person) -> None:
    if not policy.can_manage_models(actor):
        raise NotAllowed
    stop_scoring(actor=actor)


def resume_scoring(*, run_id: uuid.UUID, actor: Person) -> None:
    """Go on where a stopped or failed run ended; only for the version in service."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    run, version = queries.run(run_id, lock=True), queries.champion()
    if run.kind is not RunKind.SCORING or version is None or run.model_number != version.number:
        raise Conflict(N_("Another version is in service. Score again from the beginning."))
    stop_scoring(actor=actor)
    _cancel_job(run)  # one that failed would be tried again
    transition.move_run(run, "resume", actor=actor)
    job = jobs.enqueue("matching.score", run_id=str(run.id))
    db.session.flush()
    run.job_id = job.id
