import uuid

import pytest

from app.accounts.roles import Role
from app.applications import queries
from app.applications.services.choose import choose
from app.core.db import transaction
from app.core.errors import InvalidInput
from app.programmes.queries import openings
from tests.factories import make_call, make_draft, make_person


@pytest.fixture
def draft():
    owner = make_person(Role.APPLICANT)
    return make_draft(actor=owner, call=make_call(openings=4), filled=False), owner


def _choose(draft, ids, team=False):
    with transaction():
        choose(application_id=draft[0].id, actor=draft[1], openings=ids, team_chooses=team)
    return [choice.opening_id for choice in queries.choices(draft[0].id)]


def test_wishes_are_ranked_and_replaced(draft):
    ids = [opening.id for opening in openings(draft[0].call_id)]

    assert _choose(draft, [ids[2], ids[0]]) == [ids[2], ids[0]]
    assert _choose(draft, [ids[1]]) == [ids[1]]
    assert _choose(draft, ids[:2], team=True) == []


def test_a_repeat_too_many_or_a_foreign_place_is_refused(draft):
    ids = [opening.id for opening in openings(draft[0].call_id)]

    for wrong in ([ids[0], ids[0]], ids[:4], [uuid.uuid4()]):
        with pytest.raises(InvalidInput):
            _choose(draft, wrong)
