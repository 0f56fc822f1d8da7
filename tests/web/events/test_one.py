"""One event: registration, cancelling, what was said."""

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.events.states import EventState
from app.mail.models import Message
from tests.factories import make_site
from tests.services.events.desk import again, came, make_event, make_registration, over

LIST = "/en/team/events"


def test_registration_is_opened_and_closed(desk):
    event = make_event(state=EventState.DRAFT)
    address = f"{LIST}/{event.id}"

    opened = desk.send(f"{address}/open", page=address)
    assert (opened.status_code, again(event).state) == (303, EventState.OPEN)
    closed = desk.send(f"{address}/close", page=address)
    assert (closed.status_code, again(event).state) == (303, EventState.CLOSED)


def test_an_event_is_cancelled_with_a_reason_and_those_registered_are_told(desk):
    event = make_event()
    one = make_registration(event)
    address = f"{LIST}/{event.id}/cancel"

    refused = desk.send(address, {"reason": " "})
    done = desk.send(address, {"reason": "La salle est fermée."})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert again(event).state is EventState.CANCELLED
    assert db.session.scalars(sa.select(Message.to_email)).all() == [one.email]
    assert "1 person is told by mail." in desk.get(done.location).text


def test_a_cancelled_event_is_not_cancelled_again(desk):
    event = make_event(state=EventState.CANCELLED)

    assert desk.send(f"{LIST}/{event.id}/cancel", {"reason": "x"}).status_code == 422


def test_texts_stand_without_names_from_five_answers_on(desk):
    event = over()
    for number in range(4):
        came(event, full_name=f"Nadia {number}", rating=4, feedback=f"Mot {number}.")

    few = desk.get(f"{LIST}/{event.id}").text
    came(event, full_name="Ali", rating=5, feedback="Mot 4.")
    many = desk.get(f"{LIST}/{event.id}").text

    assert "Mot 0." not in few
    assert "from 5 answers on" in few
    assert "Mot 0." in many
    assert "Nadia" not in many
    assert "4.2" in many
    assert "Answers: 5. People who came: 5." in many


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(desk, count_statements, count):
    event = over(site=make_site())
    for _ in range(count):
        came(event, rating=3)

    with count_statements() as statements:
        desk.get(f"{LIST}/{event.id}")

    assert len(statements) == 4


def test_another_sites_event_is_not_acted_on(elsewhere, desk):
    event = make_event(site=make_site())

    refused = elsewhere.send(f"{LIST}/{event.id}/close", page=f"{LIST}/new")

    assert (refused.status_code, again(event).state) == (404, EventState.OPEN)
