"""The last day of a stay, and stays that follow each other."""

from datetime import date

import pytest

from app.cohorts.terms import Terms, first_of_stay, last_day, terms


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 3, 1), 1, date(2026, 3, 31)),
        (date(2026, 3, 15), 1, date(2026, 4, 14)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 18, date(2028, 2, 29)),
        (date(2026, 12, 5), 1, date(2027, 1, 4)),
        (date(2026, 10, 31), 2, date(2026, 12, 30)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
    ],
)
def test_a_month_ends_the_day_before_the_same_day_of_the_next(first, months, last):
    assert last_day(first, months) == last


def test_a_programme_without_a_rule_says_nothing():
    assert terms(date(2026, 1, 1), residence_months=None, startup_terms_months=None) == Terms(None, None)


def test_hosting_lasts_five_years_and_startup_terms_eighteen_months():
    assert terms(date(2026, 1, 1), residence_months=60, startup_terms_months=18) == Terms(
        startup_terms_until=date(2027, 6, 30), longest_until=date(2030, 12, 31)
    )


def test_stays_that_follow_each_other_count_as_one():
    others = [(date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 15), date(2025, 6, 30))]

    assert first_of_stay(date(2025, 7, 20), others) == date(2024, 1, 1)


def test_a_stay_after_a_longer_absence_begins_anew():
    others = [(date(2024, 1, 1), date(2024, 12, 31))]

    assert first_of_stay(date(2025, 1, 30), others) == date(2024, 1, 1)
    assert first_of_stay(date(2025, 1, 31), others) == date(2025, 1, 31)


def test_an_open_ended_or_a_later_place_is_seen_rightly():
    assert first_of_stay(date(2025, 7, 1), [(date(2024, 1, 1), None)]) == date(2024, 1, 1)
    assert first_of_stay(date(2025, 7, 1), [(date(2026, 1, 1), None)]) == date(2025, 7, 1)
