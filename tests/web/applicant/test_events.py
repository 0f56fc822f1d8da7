"""My events: one's own registrations only."""

import re

import pytest

from app.accounts.roles import Role
from app.events.states import EventState, RegistrationState
from tests.factories import make_person
from tests.services.events.desk import came, make_event, make_registration, over

PAGE = "/en/applications/events"


@pytest.fixture
def nadia():
    return make_person(Role.APPLICANT, email="nadia@exemple.ma")


def codes(text):
    return re.findall(r"/en/events/r/([^\"]+)\"", text)


def test_one_sees_own_events_made_with_the_account_or_the_address(sign_in, nadia):
    soon = make_registration(make_event(), person_id=nadia.id, email="other@exemple.ma")
    past = came(over(), email="nadia@exemple.ma")
    make_registration(make_event())
    make_registration(make_event(), email="nadia@exemple.ma", state=RegistrationState.CANCELLED)
    make_registration(make_event(state=EventState.CANCELLED), email="nadia@exemple.ma")

    page = sign_in(nadia).get(PAGE)

    assert codes(page.text) == [soon.code, past.code]
    assert "You came" in page.text


def test_without_events_the_page_leads_to_those_that_come(sign_in, nadia):
    assert "You are registered for no coming event" in sign_in(nadia).get(PAGE).text
    assert PAGE in sign_in(nadia).get("/en/applications").text


def test_a_visitor_signs_in_first(client):
    assert client.get(PAGE).status_code == 303


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(sign_in, nadia, count_statements, count):
    for _ in range(count):
        make_registration(make_event(), email="nadia@exemple.ma")
    client = sign_in(nadia)

    with count_statements() as statements:
        page = client.get(PAGE)

    assert len(codes(page.text)) == count
    assert len(statements) == 2
