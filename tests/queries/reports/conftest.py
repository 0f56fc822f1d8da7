"""The small world for every test about figures."""

import pytest

from tests.queries.reports.world import World


@pytest.fixture
def world():
    return World()
