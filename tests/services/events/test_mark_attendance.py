"""Who came: by the list, by the code, at the door."""

import uuid

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import jobs
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.events.services.mark_attendance import WalkIn, add_walk_in, mark_by_code, mark_present, unmark
from app.events.states import EventState, RegistrationState
from app.mail.models import Message
from tests.factories import grant, make_person, make_site
from tests.services.events.desk import again, make_event, make_registration, running


def mark(event, *ones, actor=None, service=mark_present):
    with transaction():
        return service(
            event_id=event.id, registration_ids=[one.id for one in ones], actor=actor or make_person(Role.STAFF)
        )


def scan(one, actor=None, **values):
    with transaction():
        return mark_by_code(code=one.code, actor=actor or make_person(Role.STAFF), **values)


def walk_in(event, full_name="Ali", email="", actor=None, **values):
    guest = WalkIn(full_name=full_name, email=email, language="fr", **values)
    with transaction():
        return add_walk_in(event_id=event.id, guest=guest, actor=actor or make_person(Role.STAFF))


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


def test_who_cancelled_or_is_at_another_event_is_not_noted():
    event = running()
    cancelled = make_registration(event, state=RegistrationState.CANCELLED)
    elsewhere = make_registration(running())

    assert mark(event, cancelled, elsewhere) == 0


def test_who_waits_and_has_come_gets_a_place_one_more_only_if_need_be():
    event = running(capacity=2)
    make_registration(event)
    first, second = (make_registration(event, state=RegistrationState.WAITING) for _ in range(2))

    counted = mark(event, first, second)

    assert counted == 2
    assert {(again(one).state, again(one).attended_by) for one in (first, second)} == {
        (RegistrationState.REGISTERED, "list")
    }
    assert (again(event).places_taken, again(event).capacity) == (3, 3)
    assert (traces("registration.promote"), traces("event.one_more_place")) == (2, 1)


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

    assert scan(one, give_place=True).state is RegistrationState.REGISTERED
    assert (again(one).attended_by, again(one).event_id) == ("qr", one.event_id)


def test_a_code_that_was_cancelled_gets_no_place():
    one = make_registration(running(), state=RegistrationState.CANCELLED)

    with pytest.raises(Conflict):
        scan(one, give_place=True)


def test_a_full_room_takes_somebody_at_the_door_once_somebody_says_so():
    event = running(capacity=1)
    make_registration(event)

    with pytest.raises(InvalidInput) as refused:
        walk_in(event)
    one = walk_in(event, beyond=True)

    assert refused.value.field == "beyond"
    assert one.attended_at is not None
    assert (again(event).places_taken, again(event).capacity) == (2, 2)


def test_a_second_click_adds_one_person():
    event, made = running(), uuid.uuid4()

    first, second = (walk_in(event, registration_id=made) for _ in range(2))

    assert first.id == second.id == made
    assert again(event).places_taken == 1
    assert walk_in(event, "Sara", registration_id=made).id != made


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


def test_the_door_refuses_no_name_and_a_known_address():
    event = running()
    make_registration(event, email="ali@exemple.ma")

    with pytest.raises(InvalidInput):
        walk_in(event, "")
    with pytest.raises(Conflict) as refused:
        walk_in(event, email="Ali@exemple.ma")

    assert refused.value.field == "email"
