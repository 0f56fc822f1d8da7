"""A decided call, administrators, and versions that are trained in a moment."""

import pytest

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.train import train
from tests.factories import make_call, make_person
from tests.services.decisions.desk import Desk


@pytest.fixture
def admin():
    return make_person(Role.ADMIN)


@pytest.fixture
def call():
    return make_call(openings=3, seats=5)


@pytest.fixture
def quick(monkeypatch):
    """Training from the descriptions alone."""
    monkeypatch.setattr(training, "BEGINNING", 0)


@pytest.fixture
def champion(call, quick):
    version = train(lessons=[], note="essai")
    with transaction():
        begin(number=version.number)
    return version


@pytest.fixture
def desk(call):
    return Desk(call)


@pytest.fixture
def work():
    """Runs what waits, as the worker would."""

    def run_all():
        jobs.run_all()
        db.session.expire_all()

    return run_all
