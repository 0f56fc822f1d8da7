"""Freezing, restating and withdrawing figures: a year is shown before it is frozen, a slip has a way back."""

import re

import pytest

from app.accounts.roles import Role
from app.core.clock import today
from app.core.db import db, transaction
from app.reports import figures
from app.reports.indicators.model import year
from app.reports.services.enter_published import enter_published
from app.reports.services.open_indicator import open_indicator
from tests.factories import make_person

LAST = today().year - 1


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


def test_a_year_is_shown_before_it_is_frozen(lead, world):
    world.supported(6)

    page = lead.get(f"/en/figures/freeze?year={LAST}").text
    before = figures.in_force([year(LAST)])
    answer = lead.send(
        "/en/figures/freeze", page=f"/en/figures/freeze?year={LAST}", data={"year": str(LAST)}, follow_redirects=True
    )

    assert "Startups supported" in page
    assert "<strong><bdi>6</bdi></strong>" in page
    assert "Not frozen: Wijha has no data of that year" in page
    assert before == []
    assert "Figures frozen: 4." in answer.text
    db.session.expire_all()
    assert len(figures.in_force([year(LAST)])) == 4


def test_a_year_before_the_first_row_puts_no_zero_before_the_public(director, client, world):
    world.supported(6)
    with transaction():
        enter_published(
            key="funds_raised", period=year(2023), value=60_000_000, qualifier="more_than", source="Rapport",
            actor=make_person(Role.DIRECTOR),
        )  # fmt: skip
        open_indicator(key="funds_raised", actor=make_person(Role.DIRECTOR))

    page = director.get("/en/figures/freeze?year=2023&review=2023").text
    director.send("/en/figures/freeze", page="/en/figures", data={"year": "2023"})

    assert "Not frozen: a published figure stands for the year" in page
    assert "/en/yearly-reviews/2023" in page
    assert "MAD 0" not in client.get("/en/impact").text
    assert "more than 60 MDH" in client.get("/en/impact").text


@pytest.mark.parametrize("typed", ["", "soon", "2999", str(today().year)])
def test_a_year_that_is_not_over_is_refused_before_it_is_shown(director, typed):
    answer = director.get(f"/en/figures/freeze?year={typed}")

    assert answer.status_code == 303
    assert answer.location.endswith("/en/figures")


def test_restating_what_did_not_change_is_refused_in_words(director, world):
    world.supported(6)
    path = "/en/figures/startups_supported"
    director.send(f"{path}/freeze", page=path, data={"year": str(LAST)})

    answer = director.send(f"{path}/restate", page=path, data={"year": str(LAST), "reason": "Encore"})

    assert answer.status_code == 422
    assert "Nothing changed: it would be counted from the same rows." in answer.text


def test_a_figure_is_withdrawn_with_a_reason_and_shown_so(director, world):
    world.supported(6)
    path = "/en/figures/startups_supported"
    director.send(f"{path}/freeze", page=path, data={"year": str(LAST)})
    way = re.search(r"/en/figures/[0-9a-f-]{36}/withdraw", director.get(path).text)[0]

    refused = director.send(way, data={"reason": ""})
    page = director.send(way, data={"reason": "Mauvaise année"}, follow_redirects=True).text
    again = director.send(way, data={"reason": "x"})

    assert refused.status_code == 422
    assert "The figure is withdrawn." in page
    assert "Mauvaise année" in page
    assert "withdrawn</span>" in page
    assert again.status_code == 422
    assert "This figure is no longer in force." in again.text


def test_a_lead_withdraws_nothing(lead, director, world):
    world.supported(6)
    path = "/en/figures/startups_supported"
    director.send(f"{path}/freeze", page=path, data={"year": str(LAST)})
    way = re.search(r"/en/figures/[0-9a-f-]{36}/withdraw", director.get(path).text)[0]

    assert lead.get(way).status_code == 403
    assert "/withdraw" not in lead.get(path).text
