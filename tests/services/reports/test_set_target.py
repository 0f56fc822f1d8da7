"""Targets and plans: one target a year, every announced day kept."""

from datetime import date

import pytest

from app.accounts.roles import Role
from app.core.clock import today
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import speaking
from app.programmes.states import SiteState
from app.reports import roadmap, words
from app.reports.services.set_target import plan_site, set_target
from tests.factories import make_person, make_site
from tests.queries.reports.world import World


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
    with pytest.raises(InvalidInput) as refused:
        target(director, value=1500)
    second = target(director, value=1500, reason="Avenant de 2024")

    assert first.id == second.id
    assert [one.value for one in roadmap.targets()] == [1500]
    assert refused.value.field == "reason"
    (event,) = roadmap.target_history()
    assert (event.before["value"], event.reason) == (1360, "Avenant de 2024")


def test_a_target_is_about_a_known_indicator_and_above_zero(director):
    with pytest.raises(NotFound):
        target(director, key="nothing")
    for values in ({"value": 0}, {"value": 10**20}, {"key": "exporters", "value": 500}):
        with pytest.raises(InvalidInput) as refused:
            target(director, **values)
        assert refused.value.field == "value"


@pytest.mark.parametrize(
    ("planned_on", "announced_on", "field"),
    [
        (date(2020, 1, 1), date(2024, 1, 1), "planned_on"),
        (date(2999, 1, 1), date(2998, 1, 1), "announced_on"),
        (date(2026, 1, 1), date(2023, 12, 31), "announced_on"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(director, planned_on, announced_on, field):
    site = make_site(status=SiteState.PLANNED, opened_on=None)
    plan(director, site, date(2025, 6, 30))

    with pytest.raises(InvalidInput) as refused:
        plan(director, site, planned_on, announced_on=announced_on)

    assert refused.value.field == field
    assert roadmap.planned_sites()[0].first == date(2025, 6, 30)


def test_a_site_that_opens_earlier_is_said_to(director):
    site = make_site(status=SiteState.PLANNED, opened_on=None)
    plan(director, site, date(2025, 6, 30))
    plan(director, site, date(2025, 5, 31), announced_on=date(2024, 2, 1))

    (planned,) = roadmap.planned_sites()

    with speaking("en"):
        assert [words.slip(days) for days in (planned.slip, 0, 1, None)] == ["30 days earlier", "0 days", "1 day", "–"]


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


def test_targets_that_all_lie_ahead_leave_the_present_year(director):
    target(director, key="loans_grants", year=today().year + 2, value=20_000_000)

    (entry,) = roadmap.progress()

    assert [year for year, _figure in entry["years"]] == [today().year]


def test_a_year_without_data_has_no_value(director):
    world = World()
    world.supported(6, first=date(2025, 1, 1))
    target(director, key="startups_supported", year=2023, value=70)

    (entry,) = roadmap.progress()

    assert [(year, figure["value"]) for year, figure in entry["years"]][:3] == [(2023, None), (2024, None), (2025, 6)]


def test_every_indicator_of_the_roadmap_is_read_since_its_first_target(director):
    present = today().year
    target(director, key="regions_covered", year=present, value=7)
    target(director, year=present - 3, value=70)
    target(director, year=2001, value=1)

    assert {tuple(year for year, _figure in entry["years"]) for entry in roadmap.progress()} == {
        tuple(range(present - 7, present + 1))
    }
