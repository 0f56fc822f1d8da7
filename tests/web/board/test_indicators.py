"""The page of an indicator: meaning, parts, frozen figures, rows within the rights of the reader."""

from datetime import date

import pytest

from app.accounts.roles import Role
from app.core.clock import today
from app.core.db import transaction
from app.reports.indicators.model import year
from app.reports.indicators.registry import REGISTRY
from app.reports.services.freeze_figures import freeze
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


def test_a_year_is_frozen_once(director, world):
    world.supported(6)

    first = director.send(
        "/en/figures/startups_supported/freeze", page="/en/figures/startups_supported", data={"year": str(LAST)}
    )
    again = director.send(
        "/en/figures/startups_supported/freeze", page="/en/figures/startups_supported", data={"year": str(LAST)}
    )

    assert first.status_code == 303
    assert again.status_code == 422
    assert "This figure is frozen already. Restate it, with a reason." in again.text


@pytest.mark.parametrize("typed", ["", "20x5", "1899", "9999", "٢٠"])
def test_a_year_that_is_none_is_refused_in_words(director, typed):
    answer = director.send("/en/figures/jobs/freeze", page="/en/figures/jobs", data={"year": typed})

    assert answer.status_code == 422
    assert "Write a year with four digits, not in the future." in answer.text


def test_restating_shows_both_figures(director, world):
    world.supported(6)
    director.send(
        "/en/figures/startups_supported/freeze", page="/en/figures/startups_supported", data={"year": str(LAST)}
    )
    world.supported(2)

    answer = director.send(
        "/en/figures/startups_supported/restate",
        page="/en/figures/startups_supported",
        data={"year": str(LAST), "reason": "Deux oubliées"},
    )
    page = director.get("/en/figures/startups_supported").text

    assert answer.status_code == 303
    assert "Deux oubliées" in page
    assert "replaced" in page
    assert "<bdi>6</bdi>" in page
    assert "<bdi>8</bdi>" in page


def test_restating_keeps_what_was_typed(director):
    answer = director.send(
        "/en/figures/jobs/restate", page="/en/figures/jobs", data={"year": str(LAST), "reason": "Erreur de saisie"}
    )

    assert answer.status_code == 422
    assert "Nothing is frozen for this year: freeze it first." in answer.text
    assert "Erreur de saisie" in answer.text


def test_a_published_figure_is_marked_and_never_on_our_line(director):
    for number in (2020, 2021):
        director.send("/en/figures/published", page="/en/figures", data={"indicator": "funds_raised", "year": str(number), "value": "60 MDH", "qualifier": "more_than",
                  "source": "Rapport"},
        )  # fmt: skip
    with transaction():
        freeze(key="funds_raised", period=year(2022), actor=make_person(Role.DIRECTOR))

    page = director.get("/en/figures/funds_raised").text

    assert "more than 60 MDH" in page
    assert page.count("published, not recalculated") == 2
    assert page.count('class="chart"') == 1  # ours is a single point: no line


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"indicator": ""}, "Choose an indicator."),
        ({"indicator": "nothing"}, "Choose an indicator."),
        ({"value": "beaucoup"}, "Write an amount in digits, for example 250 000 or 1,5 MDH."),
        ({"source": ""}, "Write where the figure was published."),
        ({"indicator": "exporters", "value": "340"}, "Write a number from 0 on; a share is at most 100 %."),
    ],
)
def test_a_published_figure_is_checked_beside_its_field(director, data, words):
    posted = {
        "indicator": "funds_raised",
        "year": "2023",
        "value": "60 MDH",
        "qualifier": "",
        "source": "Rapport annuel",
    }

    answer = director.send("/en/figures/published", page="/en/figures", data=posted | data)

    assert answer.status_code == 422
    assert words in answer.text
    assert "errsum" in answer.text


def test_only_the_director_opens_an_indicator_to_the_public(director, lead, client):
    assert lead.send("/en/figures/jobs/public", page="/en/figures/jobs", data={"open": "yes"}).status_code == 403
    assert "Jobs in the startups" not in client.get("/en/impact").text

    director.send("/en/figures/jobs/public", page="/en/figures/jobs", data={"open": "yes"})
    opened = client.get("/en/impact").text
    director.send("/en/figures/jobs/public", page="/en/figures/jobs", data={"open": "no"})

    assert "Jobs in the startups" in opened
    assert "Jobs in the startups" not in client.get("/en/impact").text


def test_what_is_missing_is_frozen_at_once(lead, world):
    world.supported(6)

    answer = lead.send("/en/figures/freeze", page="/en/figures", data={"year": str(LAST)}, follow_redirects=True)

    assert "Figures frozen: 20." in answer.text
