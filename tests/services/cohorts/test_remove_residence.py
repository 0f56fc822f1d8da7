"""A residence that was noted by mistake is removed; the trace keeps it."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts.models import HostingRequest, Residence
from app.cohorts.services.plan_announcements import plan_announcements
from app.cohorts.services.remove_residence import remove_residence
from app.cohorts.states import HostingState
from app.core import jobs
from app.core.audit import AuditEvent
from app.core.clock import today
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.factories import grant, make_person, make_site
from tests.services.cohorts.rows import day, make_request, make_residence, make_startup

ALL = sa.true()


def remove(residence, *, actor=None, reason="Saisi deux fois.", scope=ALL):
    with transaction():
        remove_residence(actor=actor or make_person(Role.STAFF), residence_id=residence.id, reason=reason, scope=scope)


def left():
    return list(db.session.scalars(sa.select(Residence)))


def with_timers():
    residence = make_residence(ends_on=day("2030-01-31"))
    with transaction():
        plan_announcements(db.session.get(Residence, residence.id))
    return db.session.get(Residence, residence.id)


def test_the_row_goes_and_the_trace_keeps_what_it_said():
    residence = make_residence(seats=7)

    remove(residence)

    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "residence.remove")).one()
    assert left() == []
    assert (event.subject_id, event.before["seats"], event.reason) == (str(residence.id), 7, "Saisi deux fois.")


def test_its_timers_are_cancelled():
    residence = with_timers()

    remove(residence)

    job = db.session.get(jobs.Job, residence.end_timer_id, populate_existing=True)
    assert (left(), job.state) == ([], jobs.JobState.CANCELLED)


def test_a_stay_that_was_announced_is_ended_and_not_removed():
    residence = with_timers()
    with transaction():
        db.session.get(jobs.Job, residence.end_timer_id).state = jobs.JobState.DONE

    with pytest.raises(Conflict):
        remove(residence)

    assert len(left()) == 1


def test_who_had_waited_for_it_waits_again_at_the_same_place_in_the_order():
    site, startup = make_site(), make_startup()
    residence = make_residence(site, startup)
    served = make_request(
        site, startup, position=1, state=HostingState.SERVED, ended_on=today(), residence_id=residence.id
    )
    behind, last = make_request(site, position=1), make_request(site, position=2)

    remove(residence)

    rows = [db.session.get(HostingRequest, one.id, populate_existing=True) for one in (served, behind, last)]
    assert [row.position for row in rows] == [1, 2, 3]
    assert (rows[0].state, rows[0].ended_on, rows[0].residence_id) == (HostingState.WAITING, None, None)


def test_who_waits_again_already_is_not_put_on_the_list_twice():
    site, startup = make_site(), make_startup()
    residence = make_residence(site, startup)
    make_request(site, startup, state=HostingState.SERVED, ended_on=today(), residence_id=residence.id)
    make_request(site, startup)

    with pytest.raises(Conflict):
        remove(residence)

    assert len(left()) == 1


def test_a_reason_and_the_right_are_needed():
    residence = make_residence()

    with pytest.raises(InvalidInput) as refused:
        remove(residence, reason="  ")
    with pytest.raises(NotAllowed):
        remove(residence, actor=grant(make_person(), Role.STAFF, site_id=make_site().id))
    with pytest.raises(NotFound):
        remove(residence, scope=sa.false())

    assert refused.value.field == "reason"
    assert len(left()) == 1
