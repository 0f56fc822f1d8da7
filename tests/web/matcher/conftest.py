import uuid

import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.matching.models import ModelVersion
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.train import train
from tests.factories import make_call, make_person, save

MANIFEST = {
    "format": 1, "sha256": "a" * 64, "weights": "", "sklearn": "1.9", "python": "3.11", "libraries": {"numpy": "2.4"},
    "data_hash": "b", "seed": 1, "prior_only": True, "created_at": None, "metrics": {"hit_at_1": 0.52},
    "facts": {"first_decision": None, "labelled": 12}, "families": {"known": {"sector": 1.0}, "new": {"sector": 1.0}},
    "extra": {"decisions": 12, "code": "0.1.0"},
}  # fmt: skip


@pytest.fixture
def admin():
    return make_person(Role.ADMIN)


@pytest.fixture
def client_of(sign_in, admin):
    """A client of an administrator."""
    return sign_in(admin)


@pytest.fixture
def second_client(sign_in):
    """A client of another administrator."""
    return sign_in(make_person(Role.ADMIN))


@pytest.fixture
def version():
    """A row without files."""
    return save(ModelVersion(id=uuid.uuid4(), number=1, folder="nowhere", manifest=MANIFEST, note="Essai"))


@pytest.fixture
def call():
    return make_call(openings=2)


@pytest.fixture
def trained(call, monkeypatch):
    """Trains candidates quickly: from the descriptions alone."""
    monkeypatch.setattr(training, "BEGINNING", 0)
    return lambda: train(lessons=[], note="essai")


@pytest.fixture
def champion(trained):
    found = trained()
    with transaction():
        begin(number=found.number)
    return found
