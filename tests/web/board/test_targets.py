"""Targets and opening days, typed as people type them."""

import pytest

from app.accounts.roles import Role
from app.programmes.states import SiteState
from tests.factories import make_person, make_site


def test_a_target_is_noted_and_listed(director):
    answer = director.send(
        "/en/targets", data={"indicator": "beneficiaries", "year": "2026", "value": "1 360", "source": "Feuille de route"},
        follow_redirects=True,
    )  # fmt: skip

    assert "The target is noted." in answer.text
    assert "<bdi>1,360</bdi>" in answer.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"indicator": ""}, "Choose an indicator."),
        ({"indicator": "nothing"}, "Choose an indicator."),
        ({"value": "many"}, "Write a whole number, for example 250 000."),
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
    assert client.post("/en/targets").status_code in (400, 403)
