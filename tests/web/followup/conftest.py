import pytest

from app.accounts.roles import Role
from tests.factories import make_person


@pytest.fixture
def lead():
    return make_person(Role.LEAD)


@pytest.fixture
def staff():
    return make_person(Role.STAFF)
