"""Seats left and people waiting, as everybody may know them."""

import pytest

from app.decisions.states import DecisionKind
from app.decisions.supply import supply
from app.matching import queries
from app.matching.adapter import Supply
from tests.factories import make_call
from tests.services.decisions.desk import Desk


@pytest.fixture
def desk():
    return Desk(make_call(seats=2))


def test_only_published_answers_count(desk):
    admitted, waiting = desk.file(), desk.file()
    desk.decide(admitted)
    desk.decide(waiting, DecisionKind.WAITLIST)
    first, second = (opening.id for opening in desk.openings)
    before = supply(desk.call.id)

    desk.publish()

    assert before == {first: Supply(2, 0), second: Supply(2, 0)}
    assert supply(desk.call.id) == {first: Supply(1, 1), second: Supply(2, 0)}


def test_one_statement_for_any_number_of_openings(count_statements):
    call = make_call(openings=5)

    with count_statements() as statements:
        assert len(supply(call.id)) == 5

    assert len(statements) == 1


def test_the_card_is_made_with_the_seats_of_the_moment(desk):
    desk.decide(desk.file())
    desk.publish()

    later = desk.file()

    card = queries.of_application(later.id)
    timing = {
        item["opening"]: part for item in card.items for part in item["contributions"] if part["family"] == "timing"
    }
    full, free = (timing[str(opening.id)]["weight"] for opening in desk.openings)
    assert free > full
