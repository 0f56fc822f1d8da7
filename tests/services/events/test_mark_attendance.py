"""Who came: by the list, by the code, at the door."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import jobs
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.events.services.mark_attendance import add_walk_in, mark_by_code, mark_present, unmark
from app.events.states import EventState, RegistrationState
from app.mail.models import Message
from tests.factories import grant, make_person, make_site
from tests.services.events.desk import again, make_event, make_registration, running


def mark(event, *ones, actor=None, service=mark_present):
    with transaction():
        return service(
            event_id=event.id, registration_ids=[one.id for one in ones], actor=actor or make_person(Role.STAFF)
        )


def scan(one, actor=None):
    with transaction():
        return mark_by_code(code=one.code, actor=actor or make_person(Role.STAFF))


def walk_in(event, full_name="Ali", email="", actor=None):
    with transaction():
        return add_walk_in(
            event_id=event.id, full_name=full_name, email=email, language="fr", actor=actor or make_person(Role.STAFF)
        )


def traces(action):
    return db.session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == action))


def test_several_are_noted_at_once_and_twice_is_once():
    event = running()
    first, second, absent = (make_registration(event) for _ in range(3))

    assert mark(event, first, second) == 2
    assert mark(event, first, second) == 0

    assert again(first).attended_by == again(second).attended_by == "list"
    assert again(absent).attended_at is None
    assert traces("registration.mark") == 2


def test_presence_is_taken_back_once():
    event = running()
    one = make_registration(event)
    mark(event, one)

    assert mark(event, one, service=unmark) == 1
    assert mark(event, one, service=unmark) == 0

    assert (again(one).attended_at, again(one).attended_by) == (None, "")
    assert traces("registration.unmark") == 1


def test_who_waits_or_is_at_another_event_is_not_noted():
    event = running(capacity=0)
    waiting = make_registration(event, state=RegistrationState.WAITING)
    elsewhere = make_registration(running())

    assert mark(event, waiting, elsewhere) == 0


def test_nobody_is_present_before_the_day():
    event = make_event()

    with pytest.raises(Conflict):
        mark(event, make_registration(event))


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED])
def test_nobody_comes_to_a_draft_or_a_cancelled_event(state):
    event = running(state=state)

    with pytest.raises(Conflict):
        mark(event, make_registration(event))


def test_the_code_notes_its_person_and_twice_keeps_the_first_moment():
    one = make_registration(running())

    first = scan(one).attended_at
    second = scan(one).attended_at

    assert first == second
    assert again(one).attended_by == "qr"


def test_the_code_of_somebody_without_a_place_is_refused():
    one = make_registration(running(capacity=0), state=RegistrationState.WAITING)

    with pytest.raises(Conflict):
        scan(one)


def test_the_team_of_another_site_notes_nobody():
    event = running(site=make_site())
    one = make_registration(event)
    stranger = grant(make_person(), Role.STAFF, site_id=make_site().id)

    with pytest.raises(NotAllowed):
        mark(event, one, actor=stranger)
    with pytest.raises(NotFound):
        scan(one, actor=stranger)
    with pytest.raises(NotAllowed):
        walk_in(event, actor=stranger)


def test_somebody_at_the_door_is_added_and_present():
    event = running(capacity=1)

    one = walk_in(event)

    assert (one.state, one.attended_by, one.address) == (RegistrationState.REGISTERED, "list", "")
    assert again(event).places_taken == 1
    jobs.run_all()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_somebody_at_the_door_with_an_address_gets_their_own_page():
    walk_in(running(), email="ali@exemple.ma")
    jobs.run_all()

    assert db.session.scalars(sa.select(Message.to_email)).all() == ["ali@exemple.ma"]


def test_the_door_refuses_no_name_a_full_room_and_a_known_address():
    full, event = running(capacity=0), running()
    make_registration(event, email="ali@exemple.ma")

    with pytest.raises(InvalidInput):
        walk_in(event, "")
    with pytest.raises(Conflict):
        walk_in(full)
    with pytest.raises(Conflict) as refused:
        walk_in(event, email="Ali@exemple.ma")

    assert refused.value.field == "email"
