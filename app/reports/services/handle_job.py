"""Run a failed job again, take a waiting one out, ask a running one to stop; all are noted."""

import uuid

from app.accounts import policy
from app.accounts.models import Person
from app.core import audit, jobs
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.core.jobs import Job, JobState
from app.matching import queries
from app.matching.services import transition
from app.matching.states import RUN_LIFECYCLE
from app.reports import operations

MOVED_ON = N_("This job has moved on. Reload the page.")


def retry(*, job_id: uuid.UUID, actor: Person) -> None:
    job = _job(job_id, actor, JobState.FAILED)
    jobs.retry(job)
    audit.record("job.retry", actor=actor, subject=job, details={"kind": job.kind})


def cancel(*, job_id: uuid.UUID, actor: Person) -> None:
    """A run of the matcher is stopped with its job, or it would seem to wait for ever."""
    run = queries.run_of_job(job_id, lock=True)
    job = _job(job_id, actor, JobState.FAILED, JobState.QUEUED, JobState.RUNNING)
    jobs.cancel(job)
    if run is not None and RUN_LIFECYCLE.allows(run.state, "cancel"):
        transition.move_run(run, "cancel", actor=actor)
    audit.record("job.cancel", actor=actor, subject=job, details={"kind": job.kind})


def _job(job_id: uuid.UUID, actor: Person, *states: JobState) -> Job:
    if not policy.can_run_jobs(actor):
        raise NotAllowed
    job = operations.job_for_update(job_id)
    if job.state not in states:
        raise Conflict(MOVED_ON)
    return job
