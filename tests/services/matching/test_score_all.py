"""Scores on several processes: the same numbers from each backend, written by one."""

import importlib.util
import os

import pytest
from sqlalchemy import select

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.core.errors import Conflict
from app.decisions.supply import supply
from app.matching import bundles
from app.matching.models import ApplicationScore
from app.matching.services.order_scoring import score_again
from app.matching.services.promote import promote
from app.matching.services.propose import propose
from app.matching.services.score_all import score_all
from tests.factories import make_application, make_call, make_person

HAS_DASK = importlib.util.find_spec("distributed") is not None
needs_dask = pytest.mark.skipif(
    not HAS_DASK and not os.environ.get("CI"), reason="dask is not installed (requirements-scale.txt)"
)


@pytest.fixture
def files(call, champion):
    return [make_application(call=call) for _ in range(5)]


def stored():
    rows = db.session.scalars(select(ApplicationScore).execution_options(populate_existing=True))
    return {row.application_id: (row.model_number, row.best_opening_id, row.best_fit, row.fits) for row in rows}


def forget():
    with transaction() as session:
        session.query(ApplicationScore).delete()


def by_job():
    with transaction():
        score_again(actor=make_person(Role.ADMIN))
    jobs.run_all()
    return stored()


def test_processes_of_this_machine_give_the_numbers_of_the_job(files):
    expected = by_job()
    forget()

    report = score_all(backend="local", workers=2, size=2, supply=supply)

    assert stored() == expected
    assert (report.files, report.pairs) == (5, 15)


@needs_dask
def test_a_dask_cluster_gives_the_same_numbers(files):
    expected = by_job()
    forget()

    score_all(backend="dask", workers=2, size=2, supply=supply)

    assert stored() == expected


def test_one_call_alone(files):
    make_application(call=make_call(openings=2))
    forget()

    report = score_all(call_id=files[0].call_id)

    assert report.files == 5
    assert set(stored()) == {one.id for one in files}


def test_a_promotion_in_the_middle_stops_the_old_version(files, trained, admins):
    second = trained()
    with transaction():
        propose(number=second.number, actor=admins[0], note="x")

    def promote_now(done, total):
        if done == 2:
            with transaction():
                promote(number=second.number, actor=admins[1], note="x")

    with pytest.raises(Conflict, match="meanwhile"):
        score_all(size=2, say=promote_now)


def test_without_a_version_or_its_files_nothing_is_scored(call, trained):
    with pytest.raises(Conflict, match="No version"):
        score_all()
    from app.files import storage
    from app.matching.services.begin import begin

    version = trained()
    with transaction():
        begin(number=version.number)
    for path in bundles.fetched(version).iterdir():
        path.unlink()
    storage.delete(bundles.key_of(version, bundles.MODEL))
    with pytest.raises(Conflict, match="cannot be loaded"):
        score_all()
