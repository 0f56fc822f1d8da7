"""Stays that came in without timers get them each morning."""

from datetime import timedelta

import sqlalchemy as sa

from app.cohorts import queries
from app.cohorts.services import plan_missing
from app.cohorts.states import RentClass
from app.core import jobs
from app.core.clock import today, utcnow
from app.core.db import db, transaction
from app.core.jobs import Job, JobState
from tests.services.cohorts.rows import make_residence

LATER = today() + timedelta(days=200)


def plan():
    with transaction():
        return plan_missing.plan_missing()


def timers(residence):
    found = queries.residence(residence.id, sa.true())
    return [key is not None for key in (found.end_timer_id, found.terms_timer_id)]


def waiting():
    return list(db.session.scalars(sa.select(Job.run_at).where(Job.kind == plan_missing.PLAN)))


def test_a_stay_that_was_brought_in_gets_its_timers_once():
    agreed = make_residence(ends_on=LATER)
    longest = make_residence(
        rent_class=RentClass.STARTUP, longest_until=LATER, startup_terms_until=LATER - timedelta(days=30)
    )

    assert (plan(), plan()) == (2, 0)
    assert (timers(agreed), timers(longest)) == ([True, False], [True, True])


def test_what_is_open_over_or_agreed_gets_none():
    for values in (
        {}, {"ends_on": today() - timedelta(days=1)}, {"ends_on": LATER, "end_reason": "Convenu."},
        {"startup_terms_until": LATER},
    ):  # fmt: skip
        make_residence(**values)

    assert plan() == 0


def test_a_timer_that_was_cancelled_stays_so():
    residence = make_residence(ends_on=LATER)
    plan()
    with transaction():
        jobs.cancel(db.session.get(Job, queries.residence(residence.id, sa.true()).end_timer_id))

    assert plan() == 0


def test_it_runs_when_a_worker_starts_and_then_each_morning():
    residence = make_residence(ends_on=LATER)
    with transaction():
        plan_missing.set_timer(now=True)
        plan_missing.set_timer(now=True)

    jobs.run_all()

    first, morning = sorted(waiting())
    assert timers(residence) == [True, False]
    assert (first <= utcnow(), morning > utcnow()) == (True, True)
    states = db.session.scalars(sa.select(Job.state).where(Job.kind == plan_missing.PLAN).order_by(Job.run_at))
    assert list(states) == [JobState.DONE, JobState.QUEUED]
