import pytest

from app.accounts.roles import Role
from tests.factories import make_person


@pytest.fixture
def staff():
    return make_person(Role.STAFF, email="mouna@wijha.example")


@pytest.fixture
def desk(sign_in, staff):
    """A client of somebody of the team."""
    return sign_in(staff)
