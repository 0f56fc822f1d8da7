"""Creating and changing events."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import i18n
from app.core.audit import AuditEvent
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.events.models import Event
from app.events.services.edit_event import Described, create_event, edit_event
from app.events.states import EventKind, EventState, RegistrationState
from app.events.telling import when
from app.mail.models import Message
from app.mail.purposes import Purpose
from tests.factories import grant, make_call, make_person, make_site, texts
from tests.services.events.desk import again, came, enter, make_event, make_registration, over


def described(**values):
    starts = utcnow() + timedelta(days=9)
    values = {
        "title": texts("Rencontre"), "description": texts("Venez."), "kind": EventKind.TRAINING, "place": "Salle 2",
        "starts_at": starts, "ends_at": starts + timedelta(hours=2),
    } | values  # fmt: skip
    return Described(**values)


def create(actor=None, key="rencontre", event_id=None, **values):
    with transaction():
        return create_event(
            actor=actor or make_person(Role.STAFF), key=key, described=described(**values), event_id=event_id
        )


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


def test_a_second_click_creates_one_event():
    staff, made = make_person(Role.STAFF), uuid.uuid4()

    first, second = create(staff, event_id=made), create(staff, event_id=made)

    assert first.id == second.id == made
    assert db.session.scalars(sa.select(Event.id)).all() == [made]
    assert create(staff, "autre", event_id=made).key == "autre"
    with pytest.raises(Conflict):
        create(event_id=made)


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


def as_it_was(event, **values):
    names = ("title", "description", "kind", "place", "site_id", "capacity", "starts_at", "ends_at")
    return {name: getattr(event, name) for name in names} | values


def moved():
    statement = sa.select(Message).where(Message.purpose == Purpose.EVENT_MOVED).order_by(Message.to_email)
    return list(db.session.scalars(statement))


def test_another_day_is_told_to_everybody_who_comes_or_waits_in_their_language():
    event = make_event(capacity=3, site=make_site(name=texts("Rabat")))
    make_registration(event, email="a@exemple.ma", language="fr")
    make_registration(event, email="b@exemple.ma", language="ar")
    make_registration(event, email="c@exemple.ma", language="en", state=RegistrationState.WAITING)
    make_registration(event, email="d@exemple.ma", state=RegistrationState.CANCELLED)
    make_registration(event, email="at-the-door")
    later = event.starts_at + timedelta(days=3)

    told = change(event, **as_it_was(event, starts_at=later, ends_at=later + timedelta(hours=2), place="Grande salle"))

    mails = moved()
    assert told == 3
    assert [(one.to_email[0], one.language) for one in mails] == [("a", "fr"), ("b", "ar"), ("c", "en")]
    for one in mails:
        with i18n.speaking(one.language):
            assert (when(event) in one.body, when(again(event)) in one.body) == (True, True)
        assert ("Salle 1" in one.body, "Grande salle" in one.body) == (True, True)
    trace = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "event.tell_moved")).one()
    assert trace.after == 3


def test_each_other_day_is_told_and_the_same_one_is_not():
    event = make_event()
    make_registration(event)
    places = ("Salle 2", "Salle 2", "Salle 1")

    told = [change(event, **as_it_was(event, place=place)) for place in places]

    assert told == [1, 0, 1]
    assert len(moved()) == 2


def test_another_site_is_told_and_another_title_is_not():
    event = make_event(site=make_site(name=texts("Rabat")))
    make_registration(event, language="fr")

    renamed = change(event, **as_it_was(event, title=texts("Autre titre"), capacity=40))
    went = change(event, **as_it_was(event, site_id=make_site(name=texts("Tanger")).id))

    assert (renamed, went) == (0, 1)
    body = moved()[0].body
    assert body.index("Salle 1, Rabat") < body.index("Salle 1, Tanger")


def test_a_draft_and_what_is_over_are_told_to_nobody():
    for event in (make_event(state=EventState.DRAFT), over()):
        make_registration(event)
        assert change(event, **as_it_was(event, place="Salle 3")) == 0

    assert moved() == []


def test_an_event_where_somebody_was_present_is_not_moved_to_a_day_to_come():
    event = over()
    came(event)
    later, earlier = utcnow() + timedelta(days=2), event.starts_at - timedelta(days=1)

    with pytest.raises(InvalidInput) as refused:
        change(event, **as_it_was(event, starts_at=later, ends_at=later + timedelta(hours=1)))
    change(event, **as_it_was(event, starts_at=earlier))

    assert refused.value.field == "starts_at"
    assert again(event).starts_at == earlier


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
