"""Targets and plans: one target a year, every announced day kept."""

from datetime import date

import pytest

from app.accounts.roles import Role
from app.core import audit
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.programmes.states import SiteState
from app.reports import roadmap
from app.reports.services.set_target import plan_site, set_target
from tests.factories import make_person, make_site


@pytest.fixture
def director():
    return make_person(Role.DIRECTOR)


def target(actor, **values):
    values = {"key": "beneficiaries", "year": 2026, "value": 1360, "source": "Feuille de route"} | values
    with transaction():
        return set_target(actor=actor, **values)


def plan(actor, site, day, **values):
    values = {"announced_on": date(2024, 1, 1), "source": "Communiqué"} | values
    with transaction():
        return plan_site(site_key=site.key, planned_on=day, actor=actor, **values)


def test_a_later_target_replaces_and_the_trace_keeps_both(director):
    first = target(director)
    second = target(director, value=1500)

    assert first.id == second.id
    assert [one.value for one in roadmap.targets()] == [1500]
    assert audit.history(first.id)[0].before["value"] == 1360


def test_a_target_is_about_a_known_indicator_and_above_zero(director):
    with pytest.raises(NotFound):
        target(director, key="nothing")
    with pytest.raises(InvalidInput):
        target(director, value=0)


def test_a_slip_is_measured_from_the_first_promise(director):
    site = make_site(status=SiteState.PLANNED, opened_on=None)
    plan(director, site, date(2025, 6, 30))
    plan(director, site, date(2025, 12, 31), announced_on=date(2025, 3, 1))
    plan(director, site, date(2026, 6, 30), announced_on=date(2025, 11, 1))

    (planned,) = roadmap.planned_sites()

    assert (planned.first, planned.now, planned.slip) == (date(2025, 6, 30), date(2026, 6, 30), 365)


def test_a_site_without_a_day_has_no_slip():
    make_site(status=SiteState.PLANNED, opened_on=None)

    (planned,) = roadmap.planned_sites()

    assert (planned.first, planned.now, planned.slip) == (None, None, None)


def test_an_open_site_is_not_planned(director):
    with pytest.raises(Conflict):
        plan(director, make_site(), date(2026, 1, 1))


def test_staff_do_not_promise():
    with pytest.raises(NotAllowed):
        target(make_person(Role.STAFF))
    with pytest.raises(NotAllowed):
        plan(make_person(Role.STAFF), make_site(status=SiteState.PLANNED), date(2026, 1, 1))


def test_progress_shows_each_year_since_the_first_target(director):
    target(director, key="regions_covered", year=2024, value=7)
    make_site(opened_on="2001")

    (entry,) = roadmap.progress()

    assert entry["targets"] == [[2024, 7, "Feuille de route"]]
    assert [number for number, _figure in entry["years"]][:2] == [2024, 2025]
    assert {figure["value"] for _number, figure in entry["years"]} == {1}
