import pytest

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.core.errors import Conflict, NotAllowed
from app.core.jobs import Job, JobState
from app.decisions.services.order_training import order_training
from app.matching import queries
from app.matching.services import train as training
from app.matching.states import ModelState
from tests.factories import make_call, make_person
from tests.services.decisions.desk import Desk


def test_an_admin_orders_a_training():
    with transaction():
        order_training(actor=make_person(Role.ADMIN), note="essai")

    assert db.session.query(Job).filter_by(kind="model.train").count() == 1


def test_nobody_else_does():
    with pytest.raises(NotAllowed), transaction():
        order_training(actor=make_person(Role.LEAD), note="essai")


def test_settings_of_a_scenario_go_with_the_order():
    with transaction():
        order_training(actor=make_person(Role.ADMIN), note="essai", settings={"n0": 100})

    assert db.session.query(Job).filter_by(kind="model.train").one().payload["settings"] == {"n0": 100}


def test_the_job_trains_a_candidate_from_frozen_data_and_tells_how_far_it_is(monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    desk = Desk(make_call(seats=5))
    desk.decide(desk.file())
    desk.publish()
    admin = make_person(Role.ADMIN)
    with transaction():
        order_training(actor=admin, note="essai", settings={"n0": 100})
    jobs.run_all()

    version = queries.versions()[0]
    snapshot = queries.snapshot(version.snapshot_id)
    job = db.session.query(Job).filter_by(kind="model.train").one()
    assert (job.state, version.state, version.trained_by_id) == (JobState.DONE, ModelState.CANDIDATE, admin.id)
    assert job.progress is not None
    extra = version.manifest["extra"]
    assert (extra["snapshot"], extra["decisions"], extra["few_labels"]) == (snapshot.number, 1, True)
    assert extra["settings"]["n0"] == 100
    assert extra["labels"] == {"accepted": 1, "decided": 1}
    assert extra["author"] == str(admin.id)
    assert version.manifest["data_hash"] == snapshot.sha256


def test_a_training_is_cancelled_between_its_steps(monkeypatch):
    """Asked before its first step: nothing is saved."""
    monkeypatch.setattr(training, "BEGINNING", 0)
    Desk(make_call(seats=5)).file()
    with transaction():
        order_training(actor=make_person(Role.ADMIN), note="essai")
    job = db.session.query(Job).filter_by(kind="model.train").one()
    whole = jobs.progress

    def asked(share, note=""):
        with transaction():
            jobs.cancel(db.session.get(Job, job.id, populate_existing=True))
        whole(share, note)

    monkeypatch.setattr(jobs, "progress", asked)

    assert jobs.run(str(job.id)) is JobState.CANCELLED
    assert queries.versions() == []


def test_a_second_order_waits_for_the_first():
    admin = make_person(Role.ADMIN)
    with transaction():
        order_training(actor=admin, note="une")

    with pytest.raises(Conflict), transaction():
        order_training(actor=admin, note="deux")
