"""The small world, a counted dashboard, and people of the board."""

import pytest

from app.accounts.roles import Role
from app.reports.services.take_snapshot import take_snapshot
from tests.factories import make_person
from tests.queries.reports.world import World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def count():
    """Counts the dashboard now."""
    return lambda: take_snapshot(progress=lambda share, note: None)


@pytest.fixture
def director(sign_in):
    return sign_in(make_person(Role.DIRECTOR, full_name="Latifa Bennaniri"))


@pytest.fixture
def lead(sign_in):
    return sign_in(make_person(Role.LEAD, full_name="Karima Sefriouati"))
