import pytest

from app.accounts.roles import Role
from app.core import audit
from app.core.db import transaction
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.startups.services.create import create
from app.startups.services.set_place import set_place
from tests.factories import make_person, make_region


@pytest.fixture
def startup():
    make_region("MA-09")
    with transaction():
        return create(actor=make_person(), name="Atlas")


def place(startup_id, actor, region="MA-09", city="Agadir"):
    with transaction():
        return set_place(startup_id=startup_id, region_code=region, city=city, actor=actor)


def test_the_team_notes_where_a_startup_works(startup):
    placed = place(startup.id, make_person(Role.STAFF))

    assert (placed.region_code, placed.city) == ("MA-09", "Agadir")
    assert audit.history(startup.id)[0].before == {"region": None, "city": None}


@pytest.mark.parametrize(("values", "field"), [({"region": "MA-99"}, "region"), ({"city": " \u200b "}, "city")])
def test_what_is_no_place_is_refused(startup, values, field):
    with pytest.raises(InvalidInput) as refused:
        place(startup.id, make_person(Role.STAFF), **values)

    assert refused.value.field == field


def test_others_do_not(startup):
    with pytest.raises(NotAllowed):
        place(startup.id, make_person(Role.DIRECTOR))


def test_an_unknown_startup_is_not_found():
    make_region("MA-09")
    with pytest.raises(NotFound):
        place(make_person().id, make_person(Role.STAFF))
