import pytest

from app.accounts.roles import Role
from tests.factories import make_person


@pytest.fixture
def admin():
    return make_person(Role.ADMIN)


@pytest.fixture
def client_of(sign_in, admin):
    """A client of an administrator."""
    return sign_in(admin)
