"""What everybody reads: only what the director opened, only what is frozen, no small group."""

import csv
import io
import json

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.core.errors import Conflict, NotAllowed, NotFound
from app.reports.impact import FIELDS
from app.reports.indicators.model import year
from app.reports.models import FrozenFigure
from app.reports.services.enter_published import enter_published
from app.reports.services.freeze_figures import freeze
from app.reports.services.open_indicator import close_indicator, open_indicator
from tests.factories import make_person
from tests.queries.reports.world import World


@pytest.fixture
def director():
    return make_person(Role.DIRECTOR)


@pytest.fixture
def opened(director):
    world = World()
    world.figure(world.supported(26)[0], "jobs", 3)
    world.supported(4, site=world.agadir)
    with transaction():
        freeze(key="startups_supported", period=year(2025), actor=director)
        freeze(key="jobs", period=year(2025), actor=director)
        enter_published(
            key="startups_supported", period=year(2023), value=70, actor=director, source="Rapport", qualifier="up_to"
        )
        open_indicator(key="startups_supported", actor=director)


def records(client):
    text = client.get("/en/impact/data.csv").text.lstrip("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_nothing_is_public_by_itself(client, director):
    with transaction():
        enter_published(key="jobs", period=year(2025), value=9, actor=director, source="Rapport")

    assert "No figure is public yet" in client.get("/en/impact").text
    assert records(client) == []


def test_an_opened_indicator_is_shown_with_its_source(client, opened):
    page = client.get("/en/impact").text

    assert "<bdi>30</bdi>" in page
    assert "up to 70" in page
    assert "published, not recalculated" in page
    assert "Participations and residences noted in Wijha" in page
    assert "Jobs in the startups" not in page


def test_small_cells_hold_no_number_and_cannot_be_worked_out(client, opened):
    found = {row["scope"]: row for row in records(client) if row["version"] == "1"}

    assert (found["all"]["value"], found["all"]["suppressed"]) == ("30", "0")
    assert [(found[scope]["value"], found[scope]["suppressed"]) for scope in ("site:casa", "site:agadir")] == [
        ("", "1"), ("", "1"),
    ]  # fmt: skip
    assert all(not row["rows_sha256"] for row in found.values() if row["suppressed"] == "1")


def test_both_files_hold_the_same_and_the_dictionary_says_what(client, opened):
    content = json.loads(client.get("/fr/impact/data.json").text)

    assert list(records(client)[0]) == list(FIELDS) == list(content["dictionary"]["fields"])
    assert (
        len(content["records"])
        == len(records(client))
        == db.session.scalar(
            sa.select(sa.func.count()).select_from(FrozenFigure).where(FrozenFigure.indicator == "startups_supported")
        )
    )
    assert set(content["dictionary"]["indicators"]) == {"startups_supported"}
    assert set(content["dictionary"]["fields"]["value"]) == {"fr", "ar", "en"}


def test_opening_is_the_directors_and_closing_takes_it_away(client, director, opened):
    with pytest.raises(NotAllowed), transaction():
        open_indicator(key="jobs", actor=make_person(Role.LEAD))
    with pytest.raises(NotAllowed), transaction():
        close_indicator(key="startups_supported", actor=make_person(Role.ADMIN))
    with pytest.raises(NotFound), transaction():
        open_indicator(key="nothing", actor=director)
    with pytest.raises(Conflict), transaction():
        open_indicator(key="startups_supported", actor=director)

    with transaction():
        close_indicator(key="startups_supported", actor=director)
        close_indicator(key="startups_supported", actor=director)

    assert records(client) == []


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_it_reads_in_each_language(client, opened, language):
    assert client.get(f"/{language}/impact").status_code == 200
