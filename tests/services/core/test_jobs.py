import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from app.core import jobs
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.core.jobs import Job, JobState
from tests.factories import make_person

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def handlers(monkeypatch):
    """A registry of this test's own, over the product's."""
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))


def _enqueue(kind, **payload):
    with transaction():
        return jobs.enqueue(kind, **payload).id


def _state(job_id):
    return db.session.get(Job, job_id, populate_existing=True)


def test_a_job_runs_once(handlers):
    seen = []
    jobs.handles("test.once")(lambda word: seen.append(word))
    job_id = _enqueue("test.once", word="x")

    assert jobs.run(str(job_id)) is JobState.DONE
    assert jobs.run(str(job_id)) is None
    assert seen == ["x"]


def test_effects_and_done_are_one_transaction(handlers):
    person = make_person(full_name="before")

    def fail():
        db.session.merge(person).full_name = "after"
        raise ValueError("broken")

    jobs.handles("test.fails")(fail)
    job_id = _enqueue("test.fails")

    assert jobs.run(str(job_id)) is JobState.QUEUED
    db.session.expire_all()
    assert person.full_name == "before"
    assert _state(job_id).last_error == "ValueError: broken"


def test_a_failing_job_is_tried_later_and_ends_as_failed(handlers):
    jobs.handles("test.always")(lambda: 1 / 0)
    job_id = _enqueue("test.always")
    moment = utcnow()

    for _ in range(jobs.MAX_ATTEMPTS):
        with at(moment):
            jobs.run(str(job_id))
        moment += timedelta(hours=2)

    assert _state(job_id).state is JobState.FAILED
    with transaction():
        jobs.retry(_state(job_id))
    assert _state(job_id).state is JobState.QUEUED


def test_a_job_of_a_dead_worker_is_run_again_after_its_lease(handlers):
    seen = []
    jobs.handles("test.lost")(lambda: seen.append(1))
    job_id = _enqueue("test.lost")
    assert jobs._claim(job_id) is not None  # a worker took it, and died

    assert jobs.due() == []
    with at(utcnow() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.run_all() == 1

    assert seen == [1]


def test_two_workers_never_hold_one_job(handlers):
    job_id = _enqueue("test.any")

    assert jobs._claim(job_id) is not None
    assert jobs._claim(job_id) is None


def test_a_timer_waits_for_its_time(handlers):
    seen = []
    jobs.handles("test.timer")(lambda: seen.append(1))
    with transaction():
        jobs.enqueue("test.timer", run_at=utcnow() + timedelta(days=1))

    assert jobs.run_all() == 0
    with at(utcnow() + timedelta(days=2)):
        assert jobs.run_all() == 1


def test_two_handlers_for_one_kind_are_refused(handlers):
    jobs.handles("test.twice")(lambda: None)

    with pytest.raises(ValueError, match="two handlers"):
        jobs.handles("test.twice")(lambda: None)


def test_kill_9_in_mid_job_loses_nothing(tmp_path):
    """A worker process is killed inside a handler; the next one does the work, once."""
    environment = os.environ | {"WIJHA_VAR": str(tmp_path), "WIJHA_ENV": "development", "PYTHONPATH": str(ROOT)}
    environment.pop("TEST_DATABASE_URL", None)
    script = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("worker_script.py"))]
    subprocess.run([*script, "prepare"], env=environment, check=True, capture_output=True)
    victim = subprocess.Popen(
        [*script, "work", "60"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert victim.stdout.readline() == b"inside\n"
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    victim.stdout.close()
    time.sleep(0.1)

    done = subprocess.run([*script, "recover", "0"], env=environment, check=True, capture_output=True, text=True)

    assert done.stdout.splitlines() == ["before: 0 written, running", "inside", "after: 1 written, done"]
