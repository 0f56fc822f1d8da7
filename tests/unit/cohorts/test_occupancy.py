"""Occupancy of a site by month, counted by hand."""

import uuid
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.occupancy import Occupancy, Pass, Stay, occupancy

SITE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
A, B = uuid.UUID(int=11), uuid.UUID(int=12)
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def count(*rows, first=MARCH, after=APRIL, workplaces=10):
    stays = [row for row in rows if isinstance(row, Stay)]
    passes = [row for row in rows if isinstance(row, Pass)]
    return occupancy({SITE: workplaces}, stays, passes, first=first, after=after)[SITE]


def stay(first, last, workplaces, startup=A):
    return Stay(SITE, startup, first, last, workplaces)


def test_overlapping_residences_of_one_startup_count_once_with_the_larger():
    found = count(stay(date(2026, 3, 1), date(2026, 3, 20), 2), stay(date(2026, 3, 11), date(2026, 3, 31), 5))

    assert found[MARCH] == Occupancy(taken_days=10 * 2 + 21 * 5, days=31, workplaces=10, startups=1)


def test_an_open_ended_residence_runs_to_the_end_of_the_period():
    found = count(stay(date(2026, 3, 30), None, 3), after=MAY)

    assert (found[MARCH].taken_days, found[APRIL].taken_days) == (2 * 3, 30 * 3)


def test_two_startups_on_the_same_day_both_count():
    day = date(2026, 3, 4)

    assert count(stay(day, day, 2), stay(day, day, 3, B))[MARCH] == Occupancy(5, 31, 10, 2)


def test_a_stay_of_part_of_a_month_counts_its_days():
    found = count(stay(date(2026, 2, 10), date(2026, 3, 3), 4), stay(date(2026, 4, 2), date(2026, 4, 9), 4))

    assert found == {MARCH: Occupancy(12, 31, 10, 1)}


def test_a_pass_takes_one_workplace_and_is_no_startup():
    found = count(Pass(SITE, date(2026, 3, 30), date(2026, 4, 29)))

    assert found[MARCH] == Occupancy(2, 31, 10, 0)


def test_an_unknown_capacity_stays_unknown():
    found = count(stay(MARCH, None, 2), workplaces=None)[MARCH]

    assert (found.workplaces, found.share) == (None, None)
    assert found.average == 2


def test_the_share_is_of_all_workplaces():
    assert count(stay(MARCH, None, 2))[MARCH].share == 0.2


def test_the_running_month_has_only_its_days_so_far():
    assert count(stay(MARCH, None, 2), after=date(2026, 3, 11))[MARCH] == Occupancy(20, 10, 10, 1)


def test_a_startup_with_two_stays_in_a_month_is_one_startup():
    found = count(
        stay(date(2026, 3, 1), date(2026, 3, 2), 1), stay(date(2026, 3, 20), date(2026, 4, 5), 1),
        stay(date(2026, 4, 20), None, 1), after=MAY,
    )  # fmt: skip

    assert (found[MARCH].startups, found[APRIL].startups) == (1, 1)


def test_the_same_startup_at_two_sites_counts_at_both():
    rows = [Stay(SITE, A, MARCH, None, 2), Stay(OTHER, A, MARCH, None, 3)]

    found = occupancy({SITE: None, OTHER: 5}, rows, [], first=MARCH, after=APRIL)

    assert (found[SITE][MARCH].taken_days, found[OTHER][MARCH].taken_days) == (62, 93)


def test_a_period_without_days_has_no_months():
    assert count(stay(MARCH, None, 1), after=MARCH) == {}


DAYS = st.integers(0, 80).map(lambda number: date(2026, 2, 10) + timedelta(days=number))
STAYS = st.builds(
    lambda startup, first, length, seats: Stay(
        SITE, startup, first, None if length is None else first + timedelta(days=length), seats
    ),
    st.sampled_from([A, B]), DAYS, st.none() | st.integers(0, 40), st.integers(1, 6),
)  # fmt: skip
PASSES = st.builds(lambda first, length: Pass(SITE, first, first + timedelta(days=length)), DAYS, st.integers(0, 30))


@given(st.lists(STAYS, max_size=6), st.lists(PASSES, max_size=3))
def test_it_is_the_sum_over_days_of_the_largest_of_each_startup_and_of_passes(stays, passes):
    first, after = date(2026, 2, 20), date(2026, 4, 11)
    taken, present = {}, {}
    day = first
    while day < after:
        month = day.replace(day=1)
        there = [one for one in stays if one.first <= day and (one.last is None or one.last >= day)]
        largest = {
            s: max(one.workplaces for one in there if one.startup_id == s) for s in {o.startup_id for o in there}
        }
        here = sum(largest.values()) + sum(one.first <= day <= one.last for one in passes)
        taken[month] = taken.get(month, 0) + here
        present.setdefault(month, set()).update(largest)
        day += timedelta(days=1)

    found = occupancy({SITE: 9}, stays, passes, first=first, after=after)[SITE]

    assert {m: one.taken_days for m, one in found.items()} == taken
    assert {m: one.startups for m, one in found.items()} == {m: len(who) for m, who in present.items()}
