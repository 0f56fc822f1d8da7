"""Jobs: listed by state, run again, cancelled."""

import uuid

from app.core.clock import utcnow
from app.core.db import db
from app.core.jobs import Job, JobState
from tests.factories import save


def job(state):
    return save(
        Job(id=uuid.uuid4(), kind="mail.deliver", payload={}, state=state, run_at=utcnow(), last_error="SMTP 421")
    )


def test_a_failed_job_is_run_again(client_of):
    failed = job(JobState.FAILED)
    page = client_of.get("/en/admin/jobs").text

    answer = client_of.send(f"/en/admin/jobs/{failed.id}/retry", page="/en/admin/jobs")

    assert "SMTP 421" in page
    assert answer.status_code == 303
    assert db.session.get(Job, failed.id, populate_existing=True).state is JobState.QUEUED


def test_a_timer_is_cancelled_once(client_of):
    waiting = job(JobState.QUEUED)
    page = "/en/admin/jobs?state=queued"

    client_of.send(f"/en/admin/jobs/{waiting.id}/cancel", page=page)
    job(JobState.QUEUED)
    again = client_of.send(f"/en/admin/jobs/{waiting.id}/cancel", page=page)

    assert db.session.get(Job, waiting.id, populate_existing=True).state is JobState.CANCELLED
    assert again.status_code == 409
