"""Measured waits."""

from datetime import date

from app.cohorts.waits import Waits, measured


def test_the_middle_and_the_longest_wait_are_measured():
    rows = [(date(2026, 1, 1), date(2026, 1, 11)), (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1),) * 2]

    assert measured(rows) == Waits(served=3, median=10, longest=30)


def test_without_anybody_served_nothing_is_said():
    assert measured([]) == Waits(0, None, None)
