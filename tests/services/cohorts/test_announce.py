"""Ends of stays and of startup terms are announced ahead by timers that can be seen, moved and cancelled."""

from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts import queries
from app.cohorts.services.announce import announce
from app.cohorts.services.begin_residence import Place, begin_residence
from app.cohorts.services.cancel_announcement import cancel_announcement
from app.cohorts.services.change_residence import change_residence
from app.cohorts.services.end_residence import end_residence
from app.cohorts.states import Ahead, RentClass, ResidenceKind
from app.core import jobs
from app.core.audit import AuditEvent
from app.core.clock import MOROCCO, at, today, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.jobs import Job, JobState
from app.mail.models import Message
from app.mail.purposes import Purpose
from tests.factories import grant, make_person, make_programme, make_site, texts
from tests.services.cohorts.rows import make_startup

ALL = sa.true()


@pytest.fixture
def staff():
    return make_person(Role.STAFF)


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT, language="fr")


@pytest.fixture
def begin(staff, owner):
    def make(**values):
        values = {
            "kind": ResidenceKind.SEATS, "seats": 2, "rent_class": RentClass.STARTUP, "starts_on": today(),
            "programme_id": make_programme(residence_months=60, startup_terms_months=18).id,
        } | values  # fmt: skip
        startup = make_startup(values.pop("owner", owner), name="Atlas Grid")
        site = make_site(name=texts("Essaouira"))
        with transaction():
            return begin_residence(
                actor=staff, site_id=site.id, startup_id=startup.id, place=Place(**values), scope=ALL
            )

    return make


def again(residence):
    return queries.residence(residence.id, ALL)


def timers(residence):
    found = again(residence)
    return [
        key and db.session.get(Job, key, populate_existing=True) for key in (found.end_timer_id, found.terms_timer_id)
    ]


def mails():
    return list(db.session.scalars(sa.select(Message).order_by(Message.created_at, Message.id)))


def morning(day, days):
    return datetime.combine(day - timedelta(days=days), time(8), tzinfo=MOROCCO)


def change(residence, staff, **values):
    found = again(residence)
    names = ("kind", "seats", "rent_class", "starts_on", "ends_on", "room", "programme_id")
    place = Place(**({name: getattr(found, name) for name in names} | values))
    with transaction():
        change_residence(actor=staff, residence_id=residence.id, place=place, scope=ALL)


def test_two_timers_wait_for_an_open_ended_stay(begin):
    residence = begin()

    end, terms = timers(residence)

    assert (end.kind, end.run_at) == ("residence.end_ahead", morning(residence.longest_until, 90))
    assert (terms.kind, terms.run_at) == ("residence.terms_ahead", morning(residence.startup_terms_until, 30))
    assert (end.state, terms.state) == (JobState.QUEUED, JobState.QUEUED)


def test_an_agreed_end_is_announced_instead_of_the_longest(begin):
    day = today() + timedelta(days=200)

    end, terms = timers(begin(ends_on=day))

    assert end.payload["day"] == day.isoformat()
    assert terms is None


def test_nothing_is_announced_of_ordinary_terms_nor_without_a_rule(begin):
    end, terms = timers(begin(rent_class=RentClass.STANDARD))

    assert (end.kind, terms) == ("residence.end_ahead", None)
    assert timers(begin(programme_id=None)) == [None, None]


def test_a_stay_that_is_over_has_no_timer_and_a_short_one_is_announced_at_once(begin):
    past = begin(starts_on=today() - timedelta(days=50), ends_on=today() - timedelta(days=1))
    short = begin(ends_on=today() + timedelta(days=20))

    assert timers(past) == [None, None]
    assert timers(short)[0].run_at <= utcnow()


def test_the_owner_is_written_to_once_in_their_language(begin, owner):
    residence = begin()

    with at(morning(residence.longest_until, 90) + timedelta(minutes=1)):
        jobs.run_all()
        with transaction():
            repeated = announce(residence_id=residence.id, what=Ahead.END, day=residence.longest_until)

    assert repeated == 0
    end = [one for one in mails() if one.purpose is Purpose.RESIDENCE_ENDS]
    assert [one.to_email for one in end] == [owner.email]
    assert "Essaouira" in end[0].subject
    assert "La place de Atlas Grid" in end[0].body
    assert [one.purpose for one in mails()].count(Purpose.STARTUP_TERMS_END) == 0  # those ended long before that day
    assert len(announced("residence.announce_end")) == 2


def announced(action):
    return list(db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)))


@pytest.mark.parametrize(("language", "words"), [("ar", "تسري شروط"), ("en", "hold until")])
def test_the_end_of_startup_terms_is_told_thirty_days_ahead(begin, language, words):
    residence = begin(owner=make_person(Role.APPLICANT, language=language))

    with at(morning(residence.startup_terms_until, 30)):
        jobs.run_all()

    assert [(one.purpose, words in one.body) for one in mails()] == [(Purpose.STARTUP_TERMS_END, True)]


def test_other_dates_cancel_the_old_timer_and_make_a_new_one(begin, staff):
    residence = begin()
    old = timers(residence)
    day = today() + timedelta(days=400)

    change(residence, staff, ends_on=day)

    end, terms = timers(residence)
    states = [db.session.get(Job, one.id, populate_existing=True).state for one in old]
    assert states == [JobState.CANCELLED, JobState.CANCELLED]
    assert (end.payload["day"], terms) == (day.isoformat(), None)


def test_a_change_of_something_else_keeps_the_timers(begin, staff):
    residence = begin()
    before = [one.id for one in timers(residence)]

    change(residence, staff, seats=9)

    assert [one.id for one in timers(residence)] == before


def test_a_timer_that_runs_after_all_writes_nothing_about_a_stay_that_moved(begin, staff):
    residence = begin()
    day = residence.longest_until
    change(residence, staff, ends_on=today() + timedelta(days=100))

    with transaction():
        told = announce(residence_id=residence.id, what=Ahead.END, day=day)

    assert (told, mails()) == (0, [])


def test_an_end_decided_with_the_startup_is_not_announced(begin, staff):
    residence = begin()
    day = residence.longest_until
    timer = timers(residence)[0]

    with transaction():
        end_residence(actor=staff, residence_id=residence.id, on=today(), reason="Quitte le site.", scope=ALL)
    with transaction():
        told = announce(residence_id=residence.id, what=Ahead.END, day=day)

    found = again(residence)
    assert (found.ends_on, found.end_reason, found.longest_until) == (today(), "Quitte le site.", day)
    assert (told, timers(residence)) == (0, [None, None])
    assert db.session.get(Job, timer.id, populate_existing=True).state is JobState.CANCELLED


def test_a_residence_that_is_not_there_is_no_error():
    with transaction():
        assert announce(residence_id=make_site().id, what=Ahead.END, day=today()) == 0


def test_without_an_owner_nobody_is_written_to_and_that_is_traced(begin):
    residence = begin(owner=False, ends_on=today() + timedelta(days=10))

    jobs.run_all()

    assert mails() == []
    assert [one.details["people"] for one in announced("residence.announce_end")] == [0]
    assert timers(residence)[0].state is JobState.DONE


def test_the_rent_is_never_switched_silently(begin):
    residence = begin()

    with at(datetime.combine(residence.startup_terms_until + timedelta(days=5), time(9), tzinfo=MOROCCO)):
        jobs.run_all()

    assert again(residence).rent_class is RentClass.STARTUP


def cancel(residence, actor, what=Ahead.END, scope=ALL):
    with transaction():
        cancel_announcement(actor=actor, residence_id=residence.id, what=what, scope=scope)


def test_a_timer_is_cancelled_and_stays_so_until_the_day_changes(begin, staff):
    residence = begin(ends_on=today() + timedelta(days=300))

    cancel(residence, staff)
    change(residence, staff, seats=3)
    kept = timers(residence)[0].state
    change(residence, staff, ends_on=today() + timedelta(days=301))

    assert kept is JobState.CANCELLED
    assert timers(residence)[0].state is JobState.QUEUED
    assert [one.details["what"] for one in announced("residence.cancel_announcement")] == ["end"]


def test_what_was_announced_or_cancelled_cannot_be_cancelled(begin, staff):
    residence = begin(ends_on=today() + timedelta(days=300))
    cancel(residence, staff)

    for what in Ahead:
        with pytest.raises(Conflict):
            cancel(residence, staff, what)


def test_only_who_runs_the_site_cancels_and_ends(begin, staff):
    residence = begin()
    other = grant(make_person(), Role.STAFF, site_id=make_site().id)

    with pytest.raises(NotAllowed):
        cancel(residence, other)
    with pytest.raises(NotAllowed), transaction():
        end_residence(actor=other, residence_id=residence.id, on=today(), reason="x", scope=ALL)
    with pytest.raises(NotFound):
        cancel(residence, staff, scope=sa.false())


@pytest.mark.parametrize(("days", "reason", "field"), [(-1, "Part.", "on"), (301, "Part.", "on"), (10, " ", "reason")])
def test_an_end_needs_a_day_within_the_stay_and_a_reason(begin, staff, days, reason, field):
    residence = begin(ends_on=today() + timedelta(days=300))

    with pytest.raises(InvalidInput) as refused, transaction():
        end_residence(
            actor=staff, residence_id=residence.id, on=today() + timedelta(days=days), reason=reason, scope=ALL
        )

    assert refused.value.field == field
