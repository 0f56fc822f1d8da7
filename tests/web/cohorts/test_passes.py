"""Passes of a site by month."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts.models import Pass
from app.core.clock import today
from app.core.db import db
from tests.factories import grant, make_call, make_person, make_site
from tests.services.cohorts.rows import day, make_pass, make_residence

MARCH = "?month=2030-03"


def address(site, query=""):
    return f"/en/team/sites/{site.key}/passes{query}"


def typed(**values):
    return {"holder_name": "Nadia Alami", "holder_email": "", "kind": "month", "starts_on": "14/03/2030"} | values


def test_passes_of_a_month_are_shown_with_the_fullest_day(desk):
    site = make_site(workplaces=4)
    make_pass(site, holder_name="Amine", starts_on=day("2030-02-20"), ends_on=day("2030-03-02"))
    make_pass(site, holder_name="Sara", starts_on=day("2030-04-01"))
    make_residence(site, seats=2, starts_on=day("2030-03-02"))

    text = desk.get(address(site, MARCH)).text

    assert ("Amine" in text, "Sara" in text) == (True, False)
    assert "The fullest day is 2 March 2030: 3 of 4 workplaces are taken." in text


def test_an_empty_month_and_a_wrong_one(desk):
    site = make_site()

    assert "No workplace is taken in this month." in desk.get(address(site, MARCH)).text
    for wrong in ("2030-13", "9999-01", "mars", ""):
        assert desk.get(address(site, f"?month={wrong}")).status_code == 200


def test_a_month_is_sold_to_the_day_before_in_the_next_one(desk):
    site = make_site()

    answer = desk.send(address(site), typed())

    sold = db.session.scalars(sa.select(Pass)).one()
    assert (answer.status_code, answer.location) == (303, address(site, MARCH))
    assert (sold.holder_name, sold.ends_on) == ("Nadia Alami", day("2030-04-13"))
    assert "is valid until 13 April 2030" in desk.get(answer.location).text


def test_a_pass_of_a_full_site_is_sold_once_somebody_says_so(desk):
    site = make_site(workplaces=1)
    make_pass(site, starts_on=day("2030-03-20"))

    asked = desk.send(address(site), typed())
    sold = desk.send(address(site), typed(beyond="y"))

    assert asked.status_code == 422
    assert "Workplaces taken on 20/03/2030 would be 2; the site has 1. Is that right?" in asked.text
    assert 'name="beyond"' in asked.text
    assert sold.status_code == 303


def test_a_second_click_sells_one_pass(desk):
    site = make_site()
    made = re.search(r'name="made" type="hidden" value="([^"]+)"', desk.get(address(site)).text)[1]

    answers = [desk.send(address(site), typed(made=made)).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert str(db.session.scalars(sa.select(Pass)).one().id) == made


@pytest.mark.parametrize(
    ("slip", "field"),
    [({"holder_name": " "}, "holder_name"), ({"holder_email": "x"}, "holder_email"), ({"kind": "week"}, "kind"),
     ({"starts_on": "hier"}, "starts_on"), ({"holder_name": "\u200b"}, "holder_name"),
     ({"starts_on": "01/01/2020"}, "starts_on")],
)  # fmt: skip
def test_a_slip_is_told_beside_its_field(desk, slip, field):
    page = desk.send(address(make_site()), typed(**slip))

    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert 'value="' in page.text


def test_a_pass_is_cancelled(desk):
    site = make_site()
    sold = make_pass(site, starts_on=day("2030-03-14"))

    answer = desk.send(f"/en/team/passes/{sold.id}/cancel", page=address(site, MARCH))
    twice = desk.send(f"/en/team/passes/{sold.id}/cancel", page=address(site, MARCH))

    assert (answer.status_code, answer.location, twice.status_code) == (303, address(site, MARCH), 409)
    assert "Cancelled" in desk.get(answer.location).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(desk, count_statements, count):
    site = make_site()
    for number in range(count):
        make_pass(site, holder_name=f"Holder {number}")

    with count_statements() as statements:
        page = desk.get(address(site))

    assert page.text.count("<bdi>Holder ") == count
    assert len(statements) == 6


def test_names_of_holders_are_for_who_runs_the_site(sign_in):
    site = make_site()
    make_pass(site, starts_on=today() + timedelta(days=1))
    client = sign_in(grant(make_person(), Role.STAFF, call_id=make_call().id))

    assert client.get(address(site)).status_code == 404
    assert ">Passes<" not in client.get("/en/team/editions").text
