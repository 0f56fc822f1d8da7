"""Targets and opening days, typed as people type them."""

import re

import pytest

from app.accounts.roles import Role
from app.core.clock import today
from app.programmes.states import SiteState
from tests.factories import make_person, make_site


def test_a_target_is_noted_and_listed(director):
    answer = director.send(
        "/en/targets", data={"indicator": "beneficiaries", "year": "2026", "value": "1 360", "source": "Feuille de route"},
        follow_redirects=True,
    )  # fmt: skip

    assert "The target is noted: 1,360." in answer.text
    assert "<bdi>1,360</bdi>" in answer.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"indicator": ""}, "Choose an indicator."),
        ({"indicator": "nothing"}, "Choose an indicator."),
        ({"value": "many"}, "Write a whole number, for example 12."),
        ({"value": "99999999999999999999"}, "Write 1,000,000,000,000 or less."),
        ({"indicator": "funds_raised", "value": "99999999999999999999"}, "Write 1,000,000,000,000 or less."),
        ({"indicator": "exporters", "value": "500 %"}, "A share is at most 100 %."),
        ({"indicator": "exporters", "value": "34,5 %"}, "Write a target in whole percents."),
        ({"value": "0"}, "Write a number above zero."),
        ({"year": "26"}, "Write a year between 2000 and 2100."),
        ({"source": ""}, "Write where the target comes from."),
    ],
)
def test_a_wrong_target_is_told_beside_its_field(director, data, words):
    posted = {"indicator": "jobs", "year": "2026", "value": "10", "source": "Feuille"}

    answer = director.send("/en/targets", data=posted | data)

    assert answer.status_code == 422
    assert words in answer.text


def test_amounts_are_read_as_people_write_them(director):
    answer = director.send(
        "/en/targets", data={"indicator": "funds_raised", "year": "2026", "value": "60 MDH", "source": "Feuille"},
        follow_redirects=True,
    )  # fmt: skip

    assert "The target is noted: 60 MDH." in answer.text


def test_another_target_for_the_year_needs_a_reason_and_both_are_shown(director):
    posted = {"indicator": "jobs", "year": "2026", "value": "100", "source": "Feuille"}
    director.send("/en/targets", data=posted)

    refused = director.send("/en/targets", data=posted | {"value": "200"})
    page = director.send("/en/targets", data=posted | {"value": "200", "reason": "Avenant"}, follow_redirects=True).text

    assert refused.status_code == 422
    assert "A target is noted for this year already. Write why it changes." in refused.text
    assert "Jobs in the startups for 2026: 100 became 200." in page
    assert "Avenant" in page


def test_a_target_is_taken_away_with_a_reason(director):
    director.send("/en/targets", data={"indicator": "jobs", "year": "2028", "value": "100", "source": "Feuille"})
    path = re.search(r"/en/targets/[0-9a-f-]{36}/remove", director.get("/en/targets").text)[0]

    refused = director.send(path, data={"reason": ""})
    page = director.send(path, data={"reason": "Saisi par erreur"}, follow_redirects=True).text

    assert refused.status_code == 422
    assert "The target is taken away." in page
    assert "Jobs in the startups for 2028: 100 was taken away." in page
    assert director.get(path).status_code == 404


def test_the_dashboard_stands_with_a_target_that_lies_ahead(director, count):
    posted = {"indicator": "loans_grants", "year": str(today().year + 2), "value": "20000000", "source": "Feuille"}
    director.send("/en/targets", data=posted)
    count()

    page = director.get("/en/dashboard")

    assert page.status_code == 200
    assert "of 20 MDH by the end of" in page.text


def test_a_day_is_noted_and_the_slip_shown(director):
    site = make_site(status=SiteState.PLANNED, opened_on=None)
    for day in ("30/06/2026", "30/07/2026"):
        posted = {"site": site.key, "planned_on": day, "announced_on": "01/01/2025", "source": "Communiqué"}
        director.send("/en/targets/sites", page="/en/targets", data=posted)

    page = director.get("/en/targets").text

    assert "30 June 2026" in page
    assert "30 July 2026" in page
    assert "30 days" in page


def test_a_day_that_is_none_is_refused(director):
    site = make_site(status=SiteState.PLANNED, opened_on=None)

    answer = director.send(
        "/en/targets/sites", page="/en/targets",
        data={"site": site.key, "planned_on": "soon", "announced_on": "01/01/2025", "source": "x"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Write a date like 31/12/2026." in answer.text


def test_an_administrator_reads_only(sign_in):
    client = sign_in(make_person(Role.ADMIN))

    assert client.get("/en/targets").status_code == 200
    assert "Note the target" not in client.get("/en/targets").text
    assert client.send("/en/targets", page="/en/account").status_code == 403
