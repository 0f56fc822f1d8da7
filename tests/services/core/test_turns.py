"""Lanes of work and the order within one."""

import time
from datetime import timedelta

import pytest

from app.core import jobs
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.jobs import Lane
from app.core.turns import AT_A_TURN, next_turn


@pytest.fixture
def many_and_one(monkeypatch):
    """Five hundred jobs of one kind of the quick lane, and one of another kind that came after them."""
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))
    jobs.handles("test.many")(lambda: None)
    jobs.handles("test.one")(lambda: None)
    with transaction():
        long_ago = utcnow() - timedelta(hours=1)
        many = [jobs.enqueue("test.many", run_at=long_ago + timedelta(seconds=n)) for n in range(500)]
        one = jobs.enqueue("test.one")
    return [str(job.id) for job in many], str(one.id)


def test_a_single_job_does_not_wait_for_all_of_another_kind(many_and_one):
    many, one = many_and_one

    turn = next_turn(Lane.QUICK)

    assert turn == [many[0], one, *many[1:AT_A_TURN]]


def test_within_a_kind_the_oldest_is_first(many_and_one):
    many, _one = many_and_one
    done = []
    while turn := [job_id for job_id in next_turn(Lane.QUICK) if job_id in many]:
        done += turn
        for job_id in turn:
            jobs.run(job_id)

    assert done == many


def test_no_lane_takes_the_work_of_another(many_and_one):
    with transaction():
        mail, long, unknown = (jobs.enqueue(kind) for kind in ("mail.deliver", "model.train", "test.unknown"))

    turns = {lane: next_turn(lane) for lane in Lane}

    assert (turns[Lane.MAIL], turns[Lane.LONG]) == ([str(mail.id)], [str(long.id)])
    assert str(unknown.id) in turns[Lane.QUICK]
    assert not {str(mail.id), str(long.id)} & set(turns[Lane.QUICK])


def test_whatever_says_its_progress_is_long_work():
    """A handler with transactions of its own either speaks to the outside or lasts; neither is quick."""
    quick = {kind for kind, handler in jobs._handlers.items() if handler.lane is Lane.QUICK}

    assert not {kind for kind in quick if jobs._handlers[kind].own_transactions and not kind.startswith("test.")}
    assert sorted(jobs.kinds_of(Lane.MAIL)) == ["mail.deliver", "mail.deliver_to_many"]


def test_a_command_that_runs_jobs_keeps_their_leases(app, monkeypatch):
    """And a beat that fails is not the last one."""
    beats = []

    def beat():
        beats.append(time.monotonic())
        raise OSError("the database is away")

    def run_all():
        begun = time.monotonic()
        while len(beats) < 3 and time.monotonic() - begun < 10:
            time.sleep(0.01)
        return len(beats)

    monkeypatch.setattr(jobs, "BEAT", timedelta(milliseconds=10))
    monkeypatch.setattr(jobs, "renew_leases", beat)
    monkeypatch.setattr(jobs, "run_all", run_all)

    said = app.test_cli_runner().invoke(args=["jobs", "run"]).output

    assert int(said.split()[0]) >= 3
