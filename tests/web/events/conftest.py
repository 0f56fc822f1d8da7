import pytest

from app.accounts.roles import Role
from tests.factories import grant, make_person, make_site


@pytest.fixture
def staff():
    return make_person(Role.STAFF, email="mouna@wijha.example")


@pytest.fixture
def desk(sign_in, staff):
    """A client of somebody of the team."""
    return sign_in(staff)


@pytest.fixture
def elsewhere(sign_in):
    """A client of staff of one other site only."""
    return sign_in(grant(make_person(), Role.STAFF, site_id=make_site().id))
