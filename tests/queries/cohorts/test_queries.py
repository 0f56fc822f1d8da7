"""Occupancy from rows, and the fullest day."""

from datetime import timedelta

import pytest

from app.cohorts import queries, stays
from app.cohorts.occupancy import Occupancy
from app.core.clock import today, utcnow
from tests.factories import make_site
from tests.services.cohorts.rows import day, make_pass, make_residence, make_startup

MARCH, APRIL = day("2026-03-01"), day("2026-04-01")


def test_occupancy_is_counted_from_residences_and_passes_that_hold():
    site, empty = make_site(workplaces=10), make_site()
    startup = make_startup()
    make_residence(site, startup, seats=2, starts_on=day("2026-02-20"), ends_on=day("2026-03-10"))
    make_residence(site, startup, seats=5, starts_on=day("2026-03-10"))
    make_residence(site, seats=1, starts_on=day("2026-03-31"))
    make_pass(site, starts_on=day("2026-03-05"), ends_on=day("2026-03-06"))
    make_pass(site, starts_on=day("2026-03-05"), cancelled_at=utcnow())

    found = queries.occupancy(MARCH, APRIL)

    assert found[site.id] == {MARCH: Occupancy(9 * 2 + 22 * 5 + 1 + 2, 31, 10, 2)}
    assert found[empty.id] == {MARCH: Occupancy(0, 31, None, 0)}


def test_days_to_come_are_left_out():
    site = make_site()
    make_residence(site, seats=1, starts_on=today() - timedelta(days=400))
    first = today().replace(day=1)

    found = queries.occupancy(first, first + timedelta(days=100))

    assert found[site.id] == {first: Occupancy(today().day, today().day, None, 1)}


@pytest.mark.parametrize("count", [1, 3])
def test_occupancy_takes_three_statements_whatever_there_is(count_statements, count):
    for _ in range(count):
        site = make_site()
        make_residence(site)
        make_pass(site)

    with count_statements() as statements:
        queries.occupancy(today() - timedelta(days=365), today())

    assert len(statements) == 3


def test_the_fullest_day_counts_a_startup_once_and_what_is_booked():
    site, startup = make_site(), make_startup()
    make_residence(site, startup, seats=2, starts_on=MARCH)
    make_residence(site, startup, seats=3, starts_on=day("2026-03-10"), ends_on=day("2026-03-20"))
    make_pass(site, starts_on=day("2026-03-15"))
    make_pass(site, starts_on=day("2026-03-25"))

    assert stays.fullest(site.id, MARCH, day("2026-03-31")) == (day("2026-03-15"), 4)
    assert stays.fullest(make_site().id, MARCH, MARCH) == (MARCH, 0)


def test_what_a_startup_takes_part_in_and_where_it_stays():
    from tests.services.cohorts.rows import make_participation

    startup = make_startup()
    participation, residence = make_participation(startup=startup), make_residence(startup=startup)

    assert [one.id for one in queries.participations_of(startup.id)] == [participation.id]
    assert [one.id for one in queries.residences_of(startup.id)] == [residence.id]
