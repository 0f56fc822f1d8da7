import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.train import train
from tests.factories import make_call, make_person


@pytest.fixture
def call():
    return make_call(openings=3)


@pytest.fixture
def admins():
    """Two administrators: one proposes, the other promotes."""
    return make_person(Role.ADMIN), make_person(Role.ADMIN)


@pytest.fixture
def trained(call, monkeypatch):
    """Trains candidates quickly: from the descriptions alone."""
    monkeypatch.setattr(training, "BEGINNING", 0)
    return lambda note="essai": train(lessons=[], note=note)


@pytest.fixture
def champion(trained):
    """The first version, in service."""
    version = trained()
    with transaction():
        begin(number=version.number)
    return version
