"""Versions of the matcher: listed, trained by a job, promoted by two people, rolled back, never in silence."""

import uuid

import pytest
import sqlalchemy as sa

from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db
from app.core.jobs import Job, JobState
from app.matching import queries
from app.matching.models import ModelVersion
from app.matching.states import ModelState, RunKind, RunState
from tests.factories import make_application, save
from tests.web.matcher.conftest import MANIFEST

PAGE = "/en/admin/matcher/versions"


def test_versions_are_listed_with_their_figures(client_of, version):
    page = client_of.get(PAGE).text

    assert "0.52" in page
    assert "Essai" in page
    assert 'aria-current="page"' in page


def test_the_list_costs_the_same_for_many_versions(client_of, version, count_statements):
    with count_statements() as one:
        client_of.get(PAGE)
    for number in range(2, 12):
        save(ModelVersion(id=uuid.uuid4(), number=number, folder="nowhere", manifest=MANIFEST))

    with count_statements() as many:
        client_of.get(PAGE)

    assert len(many) == len(one) <= 12


def test_training_is_a_job(client_of, admin):
    answer = client_of.send(f"{PAGE}/train", {"note": "Automne"}, page=PAGE)

    job = db.session.scalars(sa.select(Job).where(Job.kind == "model.train")).one()
    assert answer.status_code == 303
    assert (job.payload["actor_id"], job.payload["note"]) == (str(admin.id), "Automne")


def test_a_running_training_shows_its_progress_and_is_stopped(client_of):
    running = save(
        Job(
            id=uuid.uuid4(), kind="model.train", payload={}, state=JobState.RUNNING, run_at=utcnow(), progress=0.45,
            progress_note="calibration",
        )
    )  # fmt: skip
    page = client_of.get(PAGE).text
    assert 'value="45"' in page
    assert "calibrating" in page

    answer = client_of.send(f"{PAGE}/train/{running.id}/stop", page=PAGE)

    assert answer.status_code == 303
    assert db.session.get(Job, running.id, populate_existing=True).cancel_asked is True
    assert "Stops at its next step" in client_of.get(PAGE).text


def test_the_page_of_a_version_shows_card_and_facts(client_of, version):
    page = client_of.get(f"{PAGE}/1").text

    for words in (
        "Card of the matching model",
        "What it is for",
        "a" * 64,
        "numpy 2.4",
        "0.1.0",
        "fewer than 30 labels",
    ):
        assert words in page


@pytest.mark.parametrize(("language", "title"), [("fr", "Fiche du modèle"), ("ar", "Fiche du modèle")])
def test_the_card_is_in_french_for_readers_of_arabic_too(client_of, version, language, title):
    assert title in client_of.get(f"/{language}/admin/matcher/versions/1").text


def test_a_version_that_cannot_be_loaded_is_not_proposed(client_of, version):
    silent = client_of.send(f"{PAGE}/1/propose", {"note": ""}, page=f"{PAGE}/1")
    broken = client_of.send(f"{PAGE}/1/propose", {"note": "Meilleure"}, page=f"{PAGE}/1")

    assert silent.status_code == broken.status_code == 422
    assert "cannot be loaded" in broken.text
    assert db.session.scalars(sa.select(ModelVersion.state)).one() is ModelState.CANDIDATE


def test_two_people_promote_and_one_click_rolls_back(client_of, second_client, champion, trained):
    second = trained()
    own = f"{PAGE}/{second.number}"
    client_of.send(f"{own}/propose", {"note": "Meilleure en automne"}, page=own)

    assert "You proposed this version" in client_of.get(own).text
    alone = client_of.send(f"{own}/promote", {"note": "x"}, page=own)
    assert alone.status_code == 422
    assert "Another administrator" in alone.text
    waiting = second_client.get(PAGE).text
    assert "waits for a second administrator" in waiting
    assert "&lt;" not in waiting
    done = second_client.send(f"{own}/promote", {"note": "Vu le banc"}, page=own)
    assert done.status_code == 303
    page = second_client.get(own).text
    assert "Meilleure en automne" in page
    assert "Vu le banc" in page
    assert f"Go back to version {champion.number}" in page

    client_of.send(f"{own}/roll-back", page=own)

    assert queries.champion().number == champion.number


def test_a_proposal_is_taken_back(client_of, champion, trained):
    second = trained()
    own = f"{PAGE}/{second.number}"
    client_of.send(f"{own}/propose", {"note": "x"}, page=own)

    client_of.send(f"{own}/take-back", page=own)

    assert queries.version(second.number).state is ModelState.CANDIDATE


def test_scores_are_ordered_stopped_gone_on_with_and_shown(client_of, champion, call):
    make_application(call=call)
    own = f"{PAGE}/{champion.number}"

    client_of.send("/en/admin/matcher/scores/start", page=own)
    client_of.send("/en/admin/matcher/scores/stop", page=own)
    assert queries.latest_run(RunKind.SCORING).state is RunState.CANCELLED
    client_of.send("/en/admin/matcher/scores/resume", page=own)
    jobs.run_all()

    page = client_of.get(own).text
    assert "1 / 1" in page
    assert "files per second" in page
    assert queries.latest_run(RunKind.SCORING).state is RunState.DONE


def test_the_card_is_a_page_not_marks(client_of, champion):
    page = client_of.get(f"{PAGE}/{champion.number}").text

    assert "|---|" not in page
    assert "`" not in page
    assert "0 of 0 applications sent" in page


def test_a_number_no_version_can_have_is_not_found(client_of, version):
    assert client_of.get("/en/admin/matcher/versions/99999999999999999999").status_code == 404
