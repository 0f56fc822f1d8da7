"""Drift: months computed in a job, one mail per administrator, month and alarm, one timer."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.models import Application
from app.core import jobs
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotAllowed
from app.core.jobs import Job, JobState
from app.decisions.models import Decision
from app.mail.models import Message
from app.mail.purposes import Purpose
from app.matching.models import AlarmNote, Recommendation
from app.reports import drift
from app.reports.services.note_alarm import note_alarm
from app.reports.services.watch_drift import WATCH, order_watch, set_timer, watch_drift
from tests.factories import make_person

OCTOBER, NOVEMBER = datetime(2026, 10, 10, tzinfo=UTC), datetime(2026, 11, 5, tzinfo=UTC)


def quiet(share, note):
    pass


@pytest.fixture
def decided(desk, champion):
    """Two files decided in October for a programme of which nothing was learned; the card of one said so first."""
    files = [desk.file(), desk.file()]
    for file in files:
        desk.decide(file)
    desk.publish()
    place = desk.openings[0].id
    with transaction():
        db.session.execute(sa.update(Decision).values(decided_at=OCTOBER))
        db.session.execute(sa.update(Recommendation).values(computed_at=OCTOBER, model_number=champion.number))
        for file, best in zip(files, (place, desk.openings[1].id), strict=True):
            db.session.execute(
                sa.update(Recommendation).where(Recommendation.application_id == file.id).values(best_opening_id=best)
            )
    return files


@pytest.fixture
def alarmed(decided):
    """The same, multiplied until it is enough to raise an alarm."""
    with transaction():
        run_of("2026-10").result = {
            "decided": 40,
            "unknown": 20,
            "agreed": 20,
            "unknown_programmes": {},
            "new_words": [0, 0],
        }


def run_of(name):
    watch_drift(months=[name], progress=quiet)
    return drift.run_of(name)


def mails():
    return list(db.session.scalars(sa.select(Message).where(Message.purpose == Purpose.DRIFT_ALARM)))


def test_a_month_counts_decided_places_agreement_and_unknown_programmes(decided, desk):
    result = drift.figures(drift.first_of("2026-10"))

    programme = desk.openings[0].programme.key
    assert (result["decided"], result["agreed"], result["unknown"]) == (2, 1, 2)
    assert result["unknown_programmes"] == {programme: 2}
    assert drift.figures(drift.first_of("2026-09"))["decided"] == 0


def test_a_month_begins_at_midnight_in_morocco(decided):
    with transaction():
        db.session.execute(sa.update(Decision).values(decided_at=datetime(2026, 10, 31, 23, 59, tzinfo=UTC)))

    assert drift.figures(drift.first_of("2026-10"))["decided"] == 2
    assert drift.figures(drift.first_of("2026-11"))["decided"] == 0


def test_cards_by_the_written_rules_say_nothing_of_a_model(decided):
    with transaction():
        db.session.execute(sa.update(Recommendation).values(model_number=None))

    assert drift.figures(drift.first_of("2026-10"))["decided"] == 0


def test_new_words_are_those_no_text_of_the_version_had(decided):
    with transaction():
        db.session.execute(sa.update(Application).values(submitted_at=OCTOBER))

    new, words = drift.figures(drift.first_of("2026-10"))["new_words"]
    assert 0 < new <= words


def test_the_shift_of_the_reasons_is_measured_against_the_first_month_of_the_version(decided):
    later = drift.figures(drift.first_of("2026-10"))
    with transaction():
        first = db.session.scalars(sa.select(Recommendation)).first()
        first.computed_at = OCTOBER - timedelta(days=40)

    assert later["reference"] is None
    assert drift.figures(drift.first_of("2026-10"))["reference"] == "2026-08"


def test_computing_a_month_twice_keeps_one_row(decided):
    first = run_of("2026-10").id

    assert run_of("2026-10").id == first
    assert run_of("2026-10").result["decided"] == 2


def test_an_alarm_is_mailed_to_administrators_once(admin, alarmed, mailbox):
    make_person(Role.LEAD)
    arab = make_person(Role.ADMIN, language="ar")
    with at(NOVEMBER):
        for _ in range(2):
            watch_drift(months=[], progress=quiet)

    assert {message.to_email for message in mails()} == {admin.email, arab.email}
    assert any("octobre 2026" in message.subject for message in mails())
    assert all("/admin/matcher/drift" in message.body for message in mails())


def test_no_alarm_no_mail(decided, admin):
    with at(NOVEMBER):
        watch_drift(months=["2026-10"], progress=quiet)

    assert mails() == []


def test_one_timer_waits_for_the_next_month(decided):
    with at(NOVEMBER):
        for _ in range(3):
            with transaction():
                set_timer()
        timers = db.session.scalars(sa.select(Job).where(Job.kind == WATCH, Job.state == JobState.QUEUED)).all()

    assert len(timers) == 1
    assert timers[0].run_at == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert timers[0].payload == {"months": ["2026-11"]}


def test_the_timer_sets_the_next_one(decided, admin):
    with at(NOVEMBER), transaction():
        set_timer()
    with at(datetime(2026, 12, 1, 7, tzinfo=UTC)):
        jobs.run_all()
        timers = db.session.scalars(sa.select(Job).where(Job.kind == WATCH, Job.state == JobState.QUEUED)).all()

    assert [job.payload["months"] for job in timers] == [["2026-12"]]
    assert drift.run_of("2026-11") is not None


def test_an_administrator_has_the_months_computed(decided, admin):
    with transaction():
        order_watch(actor=admin)
    with pytest.raises(NotAllowed), transaction():
        order_watch(actor=make_person(Role.LEAD))
    jobs.run_all()

    assert len([month for month in drift.months() if month.result]) == drift.SHOWN
    assert drift.months()[-1].name == f"{utcnow():%Y-%m}"


def test_a_note_is_written_by_administrators_about_an_alarm(admin):
    with transaction():
        note = note_alarm(actor=admin, subject="drift:2026-10:unknown", text=" Fait. ")

    assert (db.session.get(AlarmNote, note.id).text, note.author_id) == ("Fait.", admin.id)
    with pytest.raises(NotAllowed), transaction():
        note_alarm(actor=make_person(Role.DIRECTOR), subject="drift:2026-10:unknown", text="x")
    with pytest.raises(InvalidInput), transaction():
        note_alarm(actor=admin, subject=f"drift:{uuid.uuid4()}" + "x" * 200, text="x")
