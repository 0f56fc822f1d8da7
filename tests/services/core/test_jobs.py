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


def test_progress_is_written_and_keeps_the_job_from_a_second_worker(handlers):
    """Each step lasts most of a lease; the whole lasts five leases, and the sweep never finds the job."""
    seen, step = [], jobs.LEASE * 0.9

    def long():
        begun = utcnow()
        for part in range(1, 7):
            with at(begun + part * step):
                jobs.progress(part / 6, f"{part} / 6")
                seen.append((jobs.due(), jobs.run(str(job_id))))

    jobs.handles("test.long", own_transactions=True)(long)
    job_id = _enqueue("test.long")

    assert jobs.run(str(job_id)) is JobState.DONE
    assert seen == [([], None)] * 6
    job = _state(job_id)
    assert (job.progress, job.progress_note, job.attempts) == (1.0, "6 / 6", 1)


def test_progress_is_written_once_a_second_but_the_end_always(handlers, count_statements):
    written = []

    def quick():
        moment = utcnow()
        for part in range(5):
            with at(moment + timedelta(milliseconds=300 * part)), count_statements() as statements:
                jobs.progress((part + 1) / 6)
            written.append(any(statement.startswith("UPDATE job") for statement in statements))
        with at(moment + timedelta(milliseconds=1300)), count_statements() as statements:
            jobs.progress(1)
        written.append(any(statement.startswith("UPDATE job") for statement in statements))

    jobs.handles("test.quick", own_transactions=True)(quick)

    assert jobs.run(str(_enqueue("test.quick"))) is JobState.DONE
    assert written == [True, False, False, False, True, True]


def test_a_running_job_stops_at_its_next_step_when_asked(handlers):
    seen = []

    def long():
        jobs.progress(0)
        with transaction():
            jobs.cancel(_state(job_id))
        seen.append("asked")
        jobs.progress(1)
        seen.append("never")

    jobs.handles("test.stopped", own_transactions=True)(long)
    job_id = _enqueue("test.stopped")

    assert jobs.run(str(job_id)) is JobState.CANCELLED
    job = _state(job_id)
    assert seen == ["asked"]
    assert (job.state, job.last_error, job.lease) == (JobState.CANCELLED, None, None)
    assert jobs.run_all() == 0


def test_a_job_whose_worker_died_after_the_question_is_not_begun_again(handlers):
    jobs.handles("test.asked", own_transactions=True)(lambda: pytest.fail("it was cancelled"))
    job_id = _enqueue("test.asked")
    jobs._claim(job_id)
    with transaction():
        jobs.cancel(_state(job_id))

    with at(utcnow() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.run(str(job_id)) is JobState.CANCELLED


def test_a_worker_that_lost_its_lease_stops_and_changes_nothing(handlers):
    seen = []

    def slow():
        seen.append("begun")
        if len(seen) == 1:
            with at(utcnow() + jobs.LEASE + timedelta(seconds=1)):  # it was asleep; another worker takes over
                assert jobs.run(str(job_id)) is JobState.DONE
            jobs.progress(0.5)
            seen.append("never")

    jobs.handles("test.asleep", own_transactions=True)(slow)
    job_id = _enqueue("test.asleep")

    assert jobs.run(str(job_id)) is None
    assert seen == ["begun", "begun"]
    assert _state(job_id).state is JobState.DONE


def test_a_worker_that_lives_keeps_its_job_and_one_that_hangs_does_not(handlers):
    """Beats renew the lease of a silent handler for as long as its kind may be silent, and no longer."""
    free = []

    def silent():
        begun = utcnow()
        for seconds in range(10, 200, 10):
            with at(begun + timedelta(seconds=seconds)):
                jobs.renew_leases()
                free.append(str(job_id) in jobs.due())

    jobs.handles("test.silent", own_transactions=True, silence=timedelta(seconds=100))(silent)
    job_id = _enqueue("test.silent")

    assert jobs.run(str(job_id)) is JobState.DONE
    assert free == [False] * 11 + [True] * 8
    assert jobs._working == {}


def test_a_beat_renews_nothing_of_a_worker_that_died(handlers):
    job_id = _enqueue("test.lost")
    jobs._claim(job_id)

    with at(utcnow() + jobs.LEASE + timedelta(seconds=1)):
        jobs.renew_leases()
        assert jobs.due() == [str(job_id)]


def test_a_dead_workers_job_is_found_within_a_minute():
    assert timedelta(minutes=1) > jobs.LEASE + jobs.BEAT
    assert jobs.LEASE >= 3 * jobs.BEAT


def test_progress_inside_a_transaction_is_a_mistake(handlers):
    def mistaken():
        with transaction():
            jobs.progress(0.5)

    jobs.handles("test.mistaken", own_transactions=True)(mistaken)
    job_id = _enqueue("test.mistaken")

    assert jobs.run(str(job_id)) is JobState.QUEUED
    assert "between transactions" in _state(job_id).last_error


def test_outside_a_job_progress_does_nothing(count_statements):
    with count_statements() as statements:
        jobs.progress(0.5, "half")

    assert statements == []


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
