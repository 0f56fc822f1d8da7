"""Links for the board: given until a day, revoked, each visit noted."""

import uuid
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core import audit
from app.core.clock import at, utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.reports import board
from app.reports.services.give_link import give_link, note_visit, revoke_link
from tests.factories import make_person


@pytest.fixture
def director():
    return make_person(Role.DIRECTOR)


def give(actor, **values):
    values = {"link_id": uuid.uuid4(), "label": "Mme Alaoui", "expires_at": utcnow() + timedelta(days=30)} | values
    with transaction():
        return give_link(actor=actor, **values)


def test_a_double_click_gives_one_link(director):
    key = uuid.uuid4()

    first, second = give(director, link_id=key), give(director, link_id=key)

    assert first is second
    assert len(board.links()) == 1
    with pytest.raises(Conflict):
        give(make_person(Role.ADMIN), link_id=key)


def test_a_link_opens_until_its_day(director):
    given = give(director)

    assert board.usable(given.id).label == "Mme Alaoui"
    with at(given.expires_at), pytest.raises(NotFound):
        board.usable(given.id)


def test_a_revoked_link_opens_nothing(director):
    given = give(director)
    with transaction():
        revoke_link(link_id=given.id, actor=director)
    with transaction():
        revoke_link(link_id=given.id, actor=director)

    with pytest.raises(NotFound):
        board.usable(given.id)
    assert [event.action for event in audit.history(given.id)] == ["board_link.revoke", "board_link.give"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"label": "  "}, "label"),
        ({"expires_at": utcnow() - timedelta(days=1)}, "expires"),
        ({"expires_at": utcnow() + timedelta(days=200)}, "expires"),
    ],
)
def test_a_link_needs_a_name_and_a_near_end(director, values, field):
    with pytest.raises(InvalidInput) as refused:
        give(director, **values)

    assert refused.value.field == field


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEAD, Role.REVIEWER])
def test_others_give_none(role):
    with pytest.raises(NotAllowed):
        give(make_person(role))


def test_visits_are_counted(director):
    given = give(director)
    with transaction():
        note_visit(link=given, page="dashboard")
        note_visit(link=given, page="review 2023")

    ((link, count),) = board.links()
    assert (link.id, count) == (given.id, 2)
    assert {one.page for one in board.visits(given.id)} == {"dashboard", "review 2023"}
