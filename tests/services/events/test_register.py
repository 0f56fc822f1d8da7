"""Registering for an event: places, waiting list, one mail."""

import threading

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.events.models import Event, Registration
from app.events.services.cancel_registration import cancel_registration
from app.events.services.register import Guest, register
from app.events.states import EventState, RegistrationState
from app.mail.models import Message
from app.mail.purposes import Purpose
from tests.factories import make_person
from tests.own_application import in_own_application
from tests.services.cohorts.rows import make_startup
from tests.services.events.desk import again, enter, make_event, over


def mails():
    jobs.run_all()
    return [(m.purpose, m.to_email) for m in db.session.scalars(sa.select(Message).order_by(Message.created_at))]


def test_a_stranger_gets_a_place_and_one_mail_with_their_own_page():
    event = make_event(capacity=2)

    one = enter(event, " Nadia@Exemple.MA ")

    assert (one.state, one.email, one.person_id) == (RegistrationState.REGISTERED, "nadia@exemple.ma", None)
    assert again(event).places_taken == 1
    assert mails() == [(Purpose.EVENT_REGISTERED, "nadia@exemple.ma")]
    assert f"/en/events/r/{one.code}" in db.session.scalars(sa.select(Message.body)).one()


def test_registering_twice_with_one_address_is_one_registration_and_one_mail():
    event = make_event(capacity=2)

    first = enter(event)
    jobs.run_all()
    second = enter(event, "NADIA@exemple.ma", name="Somebody else")

    assert second.id == first.id
    assert again(first).full_name == "Nadia Bennani"
    assert again(event).places_taken == 1
    assert mails() == [(Purpose.EVENT_REGISTERED, "nadia@exemple.ma")]


def test_who_comes_when_it_is_full_waits_and_is_told_so():
    event = make_event(capacity=1)
    enter(event, "a@exemple.ma")

    late = enter(event, "b@exemple.ma")

    assert late.state is RegistrationState.WAITING
    assert again(event).places_taken == 1
    assert mails()[1] == (Purpose.EVENT_WAITING, "b@exemple.ma")


def test_without_a_limit_everybody_has_a_place():
    event = make_event(capacity=None)

    assert {enter(event, f"{n}@exemple.ma").state for n in range(3)} == {RegistrationState.REGISTERED}


def test_the_database_refuses_one_place_too_many():
    event = make_event(capacity=1, places_taken=1)

    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.execute(sa.update(Event).where(Event.id == event.id).values(places_taken=2))


@pytest.mark.parametrize("state", [EventState.CLOSED, EventState.CANCELLED])
def test_a_closed_or_cancelled_event_takes_nobody(state):
    with pytest.raises(Conflict):
        enter(make_event(state=state))


def test_an_event_that_is_over_takes_nobody():
    event = over()
    with transaction():
        db.session.execute(sa.update(Event).where(Event.id == event.id).values(state=EventState.OPEN))

    with pytest.raises(Conflict):
        enter(event)


def test_a_draft_is_not_known_to_exist():
    with pytest.raises(NotFound):
        enter(make_event(state=EventState.DRAFT))


def test_without_consent_nobody_is_registered():
    event = make_event()

    with pytest.raises(InvalidInput) as refused:
        enter(event, consented=False)

    assert refused.value.field == "consent"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 0


def test_somebody_signed_in_registers_their_own_address_and_startup():
    person = make_person(Role.APPLICANT)
    startup = make_startup(owner=person)

    one = enter(make_event(), "other@exemple.ma", actor=person, startup_id=startup.id)

    assert (one.email, one.person_id, one.startup_id) == (person.email, person.id, startup.id)


def test_a_startup_of_others_cannot_be_named():
    startup, event = make_startup(), make_event()

    with pytest.raises(NotFound):
        enter(event, actor=make_person(Role.APPLICANT), startup_id=startup.id)
    with pytest.raises(NotFound):
        enter(event, startup_id=startup.id)


def test_somebody_who_signs_in_later_keeps_their_registration():
    person, event = make_person(Role.APPLICANT), make_event()
    first = enter(event, person.email)

    second = enter(event, actor=person)

    assert (second.id, second.person_id) == (first.id, person.id)


def test_who_cancelled_comes_back_at_the_end_of_the_list_with_a_new_mail():
    event = make_event(capacity=1)
    one = enter(event, "a@exemple.ma")
    jobs.run_all()
    with transaction():
        cancel_registration(code=one.code)
    enter(event, "b@exemple.ma")

    back = enter(event, "a@exemple.ma")

    assert (back.id, back.state) == (one.id, RegistrationState.WAITING)
    assert [m for m in mails() if m[1] == "a@exemple.ma"] == [
        (Purpose.EVENT_REGISTERED, "a@exemple.ma"),
        (Purpose.EVENT_WAITING, "a@exemple.ma"),
    ]


def test_nothing_is_written_about_an_event_cancelled_before_the_mail():
    event = make_event()
    enter(event)
    with transaction():
        db.session.execute(sa.update(Event).where(Event.id == event.id).values(state=EventState.CANCELLED))

    assert mails() == []


def _at_once(tmp_path, addresses):
    """Register these addresses for the last place at the same moment; (event, registrations, refusals)."""
    with in_own_application(tmp_path) as app:
        event = make_event(capacity=1)
        ready, refused = threading.Barrier(len(addresses)), []

        def go(address):
            with app.app_context():
                ready.wait()
                try:
                    with transaction():
                        guest = Guest(full_name="Nadia", email=address, language="fr")
                        register(event_id=event.id, guest=guest, consented=True)
                except Conflict as error:
                    refused.append(error)
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=go, args=[address]) for address in addresses]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        states = list(db.session.scalars(sa.select(Registration.state).order_by(Registration.state)))
        return again(event).places_taken, states, refused


def test_two_people_for_the_last_place_one_of_them_waits(tmp_path):
    taken, states, refused = _at_once(tmp_path, ["a@exemple.ma", "b@exemple.ma"])

    assert (taken, states) == (1, [RegistrationState.REGISTERED, RegistrationState.WAITING])
    assert refused == []


def test_one_address_sent_twice_at_once_is_one_registration(tmp_path):
    taken, states, _refused = _at_once(tmp_path, ["a@exemple.ma", "A@exemple.ma"])

    assert (taken, states) == (1, [RegistrationState.REGISTERED])
