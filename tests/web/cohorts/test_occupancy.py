"""Occupancy of the sites, month by month."""

from datetime import timedelta

import pytest

from app.core.clock import today
from app.web.cohorts.occupancy import months_before
from tests.factories import make_site
from tests.services.cohorts.rows import day, make_pass, make_residence


def test_shares_are_shown_where_the_workplaces_are_known(desk):
    known, unknown = make_site(workplaces=10), make_site()
    make_residence(known, seats=5, starts_on=today() - timedelta(days=800))
    make_residence(unknown, seats=7, starts_on=today() - timedelta(days=800))

    text = desk.get("/en/team/occupancy").text

    assert text.count("50%") == 12
    assert "not known" in text
    assert "How it is counted" in text


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number(desk, count_statements, count):
    for _ in range(count):
        site = make_site()
        make_residence(site)
        make_pass(site)

    with count_statements() as statements:
        page = desk.get("/en/team/occupancy")

    assert page.text.count("/residences") == count + 1
    assert len(statements) == 5


def test_months_go_back_over_the_year():
    assert months_before(day("2026-02-15"), 3) == day("2025-11-01")
    assert months_before(day("2026-12-01"), 11) == day("2026-01-01")
