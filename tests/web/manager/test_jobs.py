"""Jobs: listed by state, run again, cancelled."""

import uuid

from app.core.clock import utcnow
from app.core.db import db, transaction
from app.core.jobs import Job, JobState
from app.mail.models import Message
from app.mail.purposes import Purpose
from app.mail.states import MessageState
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


def test_a_mail_server_that_refuses_us_is_told(client_of):
    message = save(
        Message(
            id=uuid.uuid4(), purpose=Purpose.RECEIPT, to_email="a@b.ma", language="fr", subject="s", body="b", html="h",
            state=MessageState.QUEUED, blocked=True, last_error="535 5.7.8 authentication failed",
        )
    )  # fmt: skip
    page = client_of.get("/en/admin/jobs").text
    with transaction() as session:
        session.merge(message).blocked = False
    after = client_of.get("/en/admin/jobs").text

    assert "1 mail waits because the mail server refuses this installation." in page
    assert "535 5.7.8 authentication failed" in page
    assert "refuses this installation" not in after


def test_a_timer_is_cancelled_once(client_of):
    waiting = job(JobState.QUEUED)
    page = "/en/admin/jobs?state=queued"

    client_of.send(f"/en/admin/jobs/{waiting.id}/cancel", page=page)
    job(JobState.QUEUED)
    again = client_of.send(f"/en/admin/jobs/{waiting.id}/cancel", page=page)

    assert db.session.get(Job, waiting.id, populate_existing=True).state is JobState.CANCELLED
    assert again.status_code == 409


def test_a_running_job_shows_its_progress_and_is_asked_to_stop(client_of):
    running = job(JobState.RUNNING)
    with transaction() as session:
        row = session.get(Job, running.id)
        row.progress, row.progress_note = 0.25, "250 / 1000"
    page = "/en/admin/jobs?state=running"
    assert "250 / 1000" in client_of.get(page).text

    client_of.send(f"/en/admin/jobs/{running.id}/cancel", page=page)

    row = db.session.get(Job, running.id, populate_existing=True)
    assert (row.state, row.cancel_asked) == (JobState.RUNNING, True)
    assert "Stops at its next step" in client_of.get(page).text
