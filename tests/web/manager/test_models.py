"""Versions of the matcher: listed with their figures, ordered by a job, never promoted in silence."""

import uuid

import sqlalchemy as sa

from app.core.db import db
from app.core.jobs import Job
from app.matching.models import ModelVersion
from app.matching.states import ModelState
from tests.factories import save

MANIFEST = {
    "format": 1, "sha256": "a" * 64, "weights": "", "sklearn": "1.9", "python": "3.11", "libraries": {}, "data_hash": "b",
    "seed": 1, "prior_only": True, "created_at": None, "metrics": {"hit_at_1": 0.52}, "facts": {"first_decision": None},
    "families": {"known": {"sector": 1.0}, "new": {"sector": 1.0}}, "extra": {"decisions": 12},
}  # fmt: skip


def version():
    return save(ModelVersion(id=uuid.uuid4(), number=1, folder="nowhere", manifest=MANIFEST, note="Essai"))


def test_versions_are_listed_with_their_figures(client_of):
    version()

    page = client_of.get("/en/admin/models").text

    assert "0.52" in page
    assert "Essai" in page


def test_training_is_a_job(client_of, admin):
    answer = client_of.send("/en/admin/models/train", {"note": "Automne"}, page="/en/admin/models")

    job = db.session.scalars(sa.select(Job).where(Job.kind == "model.train")).one()
    assert answer.status_code == 303
    assert job.payload == {"actor_id": str(admin.id), "note": "Automne"}


def test_the_card_is_shown_in_sections(client_of):
    version()

    page = client_of.get("/en/admin/models/1").text

    assert "Card of the matching model" in page
    assert "What it is for" in page


def test_a_version_that_cannot_be_loaded_is_not_promoted(client_of):
    version()

    silent = client_of.send("/en/admin/models/1", {"note": ""})
    broken = client_of.send("/en/admin/models/1", {"note": "Meilleure"})

    assert silent.status_code == broken.status_code == 422
    assert "cannot be loaded" in broken.text
    assert db.session.scalars(sa.select(ModelVersion.state)).one() is ModelState.CANDIDATE
