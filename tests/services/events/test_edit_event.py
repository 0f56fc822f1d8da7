"""Creating and changing events."""

from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.events.services.edit_event import Described, create_event, edit_event
from app.events.states import EventKind, EventState, RegistrationState
from tests.factories import grant, make_call, make_person, make_site, texts
from tests.services.events.desk import again, enter, make_event


def described(**values):
    starts = utcnow() + timedelta(days=9)
    values = {
        "title": texts("Rencontre"), "description": texts("Venez."), "kind": EventKind.TRAINING, "place": "Salle 2",
        "starts_at": starts, "ends_at": starts + timedelta(hours=2),
    } | values  # fmt: skip
    return Described(**values)


def create(actor=None, key="rencontre", **values):
    with transaction():
        return create_event(actor=actor or make_person(Role.STAFF), key=key, described=described(**values))


def change(event, actor=None, **values):
    with transaction():
        return edit_event(actor=actor or make_person(Role.STAFF), event_id=event.id, described=described(**values))


def test_a_new_event_is_a_draft():
    event = create(capacity=12)

    assert (event.state, event.places_taken, event.capacity) == (EventState.DRAFT, 0, 12)


def test_two_events_never_share_an_address():
    create()

    with pytest.raises(Conflict) as refused:
        create()

    assert refused.value.field == "key"


def test_it_ends_after_it_begins():
    with pytest.raises(InvalidInput) as refused:
        create(ends_at=utcnow())

    assert refused.value.field == "ends_at"


def test_it_takes_place_somewhere():
    with pytest.raises(InvalidInput) as refused:
        create(place="")

    assert refused.value.field == "place"


def test_fewer_places_than_are_taken_are_refused():
    event = make_event(capacity=3)
    enter(event, "a@exemple.ma")
    enter(event, "b@exemple.ma")

    with pytest.raises(InvalidInput) as refused:
        change(event, capacity=1)

    assert (refused.value.field, refused.value.values) == ("capacity", {"taken": 2})


def test_more_places_go_to_those_who_wait():
    event = make_event(capacity=1)
    enter(event, "a@exemple.ma")
    second, third = enter(event, "b@exemple.ma"), enter(event, "c@exemple.ma")

    change(event, capacity=2)

    assert again(second).state is RegistrationState.REGISTERED
    assert again(third).state is RegistrationState.WAITING
    assert again(event).places_taken == 2


def test_a_cancelled_event_stays_as_it_is():
    with pytest.raises(Conflict):
        change(make_event(state=EventState.CANCELLED))


def test_staff_of_a_site_run_its_events_and_those_without_a_site():
    site = make_site()
    person = grant(make_person(), Role.STAFF, site_id=site.id)

    assert create(person, "here", site_id=site.id).site_id == site.id
    assert create(person, "nowhere").site_id is None


def test_staff_of_a_site_neither_take_nor_give_events_of_another():
    here, there = make_site(), make_site()
    person = grant(make_person(), Role.STAFF, site_id=here.id)

    for act in (
        lambda: create(person, site_id=there.id),
        lambda: change(make_event(site=there), person, site_id=here.id),
        lambda: change(make_event(site=here), person, site_id=there.id),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("person", ["reviewer", "call"])
def test_others_run_no_event(person):
    who = {
        "reviewer": lambda: make_person(Role.REVIEWER),
        "call": lambda: grant(make_person(), Role.STAFF, call_id=make_call(openings=0).id),
    }[person]()

    with pytest.raises(NotAllowed):
        create(who)
