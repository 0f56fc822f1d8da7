"""Why, or why not, a place: any opening of the call, with points that add up."""

import re
import uuid

import pytest

from app.accounts.roles import Role
from app.programmes import queries as programmes
from tests.factories import make_application, make_call, make_draft, make_person, make_rule

POINTS = re.compile(r'ltr">([+−])(\d+)</bdi>')


@pytest.fixture
def case(sign_in):
    """(client, address of a place, openings) of a draft in a call of four."""
    person, call = make_person(Role.APPLICANT), make_call(openings=4)
    draft = make_draft(actor=person, call=call)
    return sign_in(person), f"/en/applications/{draft.id}/fit", programmes.openings(call.id)


def test_points_of_every_place_add_up_to_its_fit(case):
    client, path, openings = case

    for opening in openings:
        page = client.get(f"{path}/{opening.id}").text
        start, fit = map(int, re.search(r"A start of (\d+) and these points make (\d+)", page).groups())
        card = page[page.index('id="here"') : page.index("A start of")]
        assert start + sum(int(sign.replace("−", "-") + number) for sign, number in POINTS.findall(card)) == fit
        assert f"{fit}<small> / 100" in page


def test_each_place_but_the_first_stands_beside_the_first(case):
    client, path, openings = case
    pages = [client.get(f"{path}/{opening.id}").text for opening in openings]

    assert sum("Beside the first place" in page for page in pages) == 3
    assert sum("Why this place comes first" in page for page in pages) == 1


def test_conditions_that_are_not_met_stand_first(case):
    client, path, openings = case
    make_rule(openings[0], value=["prototype"], messages=_says("Fine."))
    make_rule(openings[0], value=["growth"], position=1, messages=_says("Too early."))

    page = client.get(f"{path}/{openings[0].id}").text

    assert page.index("Condition not met:") < page.index("Too early.") < page.index("Fine.") < page.index("speaks for")
    assert "not open to you with these answers" in page


def _says(words):
    return {outcome: {"fr": words, "ar": words, "en": words} for outcome in ("met", "not_met", "unknown")}


def test_another_place_is_chosen_in_the_list_without_a_script(case):
    client, path, openings = case
    first, second = (f"{path}/{opening.id}" for opening in openings[:2])

    answer = client.get(f"{first}?place={openings[1].id}")

    assert (answer.status_code, answer.location) == (303, second)
    assert client.get(f"{first}?place=nonsense").status_code == 404
    assert 'name="place"' in client.get(second).text


def test_an_opening_of_another_call_is_not_there(case):
    client, path, _openings = case
    foreign = programmes.openings(make_call().id)[0].id

    assert client.get(f"{path}/{foreign}").status_code == 404
    assert client.get(f"{path}/{uuid.uuid4()}").status_code == 404


def test_a_stranger_gets_404(sign_in):
    call = make_call()
    application = make_application(call=call)
    opening = programmes.openings(call.id)[0].id

    assert sign_in(make_person()).get(f"/en/applications/{application.id}/fit/{opening}").status_code == 404


def test_a_sent_file_shows_the_card_it_was_given_in_few_statements(sign_in, count_statements):
    person, call = make_person(Role.APPLICANT), make_call(openings=6)
    application = make_application(actor=person, call=call)
    client = sign_in(person)

    with count_statements() as statements:
        page = client.get(f"/ar/applications/{application.id}/fit/{programmes.openings(call.id)[5].id}")

    assert page.status_code == 200
    assert len(statements) <= 10
