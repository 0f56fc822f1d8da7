"""How long a stay may last and how long startup terms hold: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_STAY = timedelta(days=31)
"""Stays with fewer than this many days from the last day of one to the first of the next are one stay."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The last day of startup terms and the last day of all; None where the programme has no such rule."""

    startup_terms_until: date | None = None
    longest_until: date | None = None


def last_day(first: date, months: int) -> date:
    """The last of so many months that begin on `first`; the end of the month where that day does not exist."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    try:
        return date(year, month + 1, first.day) - timedelta(days=1)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)


def first_of_stay(starts_on: date, others: Iterable[tuple[date, date | None]]) -> date:
    """When a stay began that may have gone on from one place to the next: (first, last day) of each other place."""
    first = starts_on
    for begins, ends in sorted(others, key=lambda one: one[0], reverse=True):
        if begins < first and (ends is None or first - ends < ONE_STAY):
            first = begins
    return first


def terms(first: date, *, residence_months: int | None, startup_terms_months: int | None) -> Terms:
    """What the programme's rule says for a stay that began on `first`."""
    return Terms(
        startup_terms_until=last_day(first, startup_terms_months) if startup_terms_months else None,
        longest_until=last_day(first, residence_months) if residence_months else None,
    )
