"""The page of an indicator: meaning, parts, frozen figures, rows within the rights of the reader."""

from datetime import date

import pytest

from app.accounts.roles import Role
from app.core.clock import today
from app.reports.indicators.registry import REGISTRY
from app.startups.models import Membership
from tests.factories import make_person, save

LAST = today().year - 1


@pytest.mark.parametrize("key", [one.key for one in REGISTRY])
def test_every_indicator_has_a_page(lead, key):
    assert lead.get(f"/fr/figures/{key}").status_code == 200


def test_an_unknown_indicator_is_not_there(lead):
    assert lead.get("/fr/figures/nothing").status_code == 404
    assert lead.get("/fr/figures/nothing.csv").status_code == 404


def test_the_list_says_what_each_means(director):
    page = director.get("/en/figures").text

    assert all(f"/en/figures/{one.key}" in page for one in REGISTRY)


def test_a_lead_sees_the_rows_and_a_director_the_parts(lead, director, world):
    world.supported(6, first=date(today().year, 1, 1))

    inside, outside = (client.get("/en/figures/startups_supported").text for client in (lead, director))

    assert "Startup 3" in inside
    assert "Startup 3" not in outside
    assert "The rows behind it" not in outside
    assert '<p class="figure"><bdi>6</bdi></p>' in inside
    assert '<p class="figure"><bdi>6</bdi></p>' in outside


def test_a_related_startup_has_no_name(sign_in, world):
    lead = make_person(Role.LEAD)
    mine = world.supported(1, first=date(today().year, 1, 1))[0]
    save(Membership(startup_id=mine.id, person_id=lead.id, role="owner"))

    page = sign_in(lead).get("/en/figures/startups_supported").text
    text = sign_in(lead).get("/en/figures/startups_supported.csv").text

    assert "Startup 0" not in page
    assert "Not yours to read" in page
    assert "Startup 0" not in text


def test_the_download_of_a_director_has_no_row(director, lead, world):
    world.supported(26, first=date(today().year, 1, 1))
    world.supported(4, first=date(today().year, 1, 1), site=world.agadir)

    outside, inside = (client.get("/en/figures/startups_supported.csv").text for client in (director, lead))

    assert "Startup 3" not in outside
    assert "All,,30," in outside
    assert ",26," not in outside
    assert ",4," not in outside
    assert inside.count("Startup ") == 30


def test_only_the_director_opens_an_indicator_to_the_public(director, lead, client):
    assert lead.send("/en/figures/jobs/public", page="/en/figures/jobs", data={"open": "yes"}).status_code == 403
    assert "Jobs in the startups" not in client.get("/en/impact").text

    director.send("/en/figures/jobs/public", page="/en/figures/jobs", data={"open": "yes"})
    opened = client.get("/en/impact").text
    director.send("/en/figures/jobs/public", page="/en/figures/jobs", data={"open": "no"})

    assert "Jobs in the startups" in opened
    assert "Jobs in the startups" not in client.get("/en/impact").text


def test_a_second_click_says_that_it_is_public_already(director):
    for _ in range(2):
        answer = director.send(
            "/en/figures/jobs/public", page="/en/figures/jobs", data={"open": "yes"}, follow_redirects=True
        )

    assert answer.status_code == 200
    assert "This indicator is public already." in answer.text


def test_parts_of_a_download_have_names_in_the_readers_language(director, world):
    world.supported(26, first=date(today().year, 1, 1))

    text = director.get("/fr/figures/startups_supported.csv").text

    assert "\r\nProgramme;" in text
    assert "\r\nsite;" not in text


def test_a_definition_in_force_began_before_what_is_frozen_under_it(director):
    assert all(one.since <= today() for one in REGISTRY)
    assert "1, since 1 November 2026" in director.get("/en/figures/jobs").text
