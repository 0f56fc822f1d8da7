"""A job taken out of the queue takes its run with it."""

import pytest

from app.core.db import db, transaction
from app.core.jobs import Job, JobState
from app.matching import queries
from app.matching.services import transition
from app.matching.states import RunKind, RunState
from app.reports.services import handle_job
from app.reports.services.order_run import order_run


@pytest.mark.parametrize("begun", [False, True])
def test_a_cancelled_job_leaves_no_run_that_waits_for_ever(admin, begun):
    with transaction():
        run = order_run(kind=RunKind.TRIAL, actor=admin, settings={})
    if begun:
        with transaction() as session:
            session.get(Job, run.job_id).state = JobState.RUNNING
            transition.move_run(run, "start")

    with transaction():
        handle_job.cancel(job_id=run.job_id, actor=admin)

    assert queries.run(run.id).state is RunState.CANCELLED
    job = db.session.get(Job, run.job_id, populate_existing=True)
    assert (job.state, job.cancel_asked) == ((JobState.RUNNING, True) if begun else (JobState.CANCELLED, False))
