"""Training by the calendar."""

from datetime import timedelta

import pytest

from app.core import jobs
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.core.jobs import Job, JobState
from app.decisions.services.retrain import TIMER, anything_new, retrain, set_timer
from app.decisions.states import DecisionKind
from app.matching import queries
from app.matching.services import train as training
from tests.factories import make_call
from tests.services.decisions.desk import Desk


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)


def _set(every):
    with transaction():
        set_timer(every=every)


def _timers(state=JobState.QUEUED):
    return db.session.query(Job).filter_by(kind=TIMER, state=state).order_by(Job.run_at).all()


def test_by_hand_only_sets_no_timer():
    _set(0)

    assert _timers() == []


def test_one_timer_waits_however_often_the_worker_starts_and_follows_the_setting():
    for every in (30, 30, 7):
        _set(every)

    (timer,) = _timers()
    assert timer.payload == {"every": 7}
    assert timedelta(days=6) < timer.run_at - utcnow() <= timedelta(days=7)
    _set(0)
    assert _timers() == []


def test_when_due_it_orders_a_training_of_what_is_new_and_sets_the_next():
    Desk(make_call()).file()
    _set(30)

    with at(utcnow() + timedelta(days=31)):
        jobs.run_all()
        (version,) = queries.versions()
        (following,) = _timers()
        assert (version.note, version.trained_by_id) == ("timer", None)
        assert following.run_at > utcnow() + timedelta(days=29)
        assert not anything_new()


def test_nothing_new_trains_nothing_and_goes_on_waiting():
    desk = Desk(make_call(seats=5))
    file = desk.file()
    _set(30)
    with at(utcnow() + timedelta(days=31)):
        jobs.run_all()
    with at(utcnow() + timedelta(days=62)):
        jobs.run_all()
        assert len(queries.versions()) == 1
        assert len(_timers()) == 1

    with at(utcnow() + timedelta(days=70)):
        desk.decide(file, DecisionKind.ACCEPT)
        desk.publish()
        assert anything_new()
    with at(utcnow() + timedelta(days=93)):
        jobs.run_all()

    assert len(queries.versions()) == 2


def test_run_twice_it_orders_once():
    Desk(make_call()).file()

    for _ in range(2):
        with transaction():
            retrain(every=30)

    assert db.session.query(Job).filter_by(kind=queries.TRAINING).count() == 1
    assert len(_timers()) == 1
