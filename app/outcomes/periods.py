"""Periods of the follow-up: a whole year or one of its halves, by its first and last day."""

import enum
from datetime import date

from app.core import i18n
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.core.typed import read_plain

FIRST_YEAR = 2000


class Part(enum.StrEnum):
    YEAR = "year"
    FIRST = "first"
    SECOND = "second"


PART_NAMES: dict[Part, str] = {
    Part.YEAR: N_("Whole year"),
    Part.FIRST: N_("January to June"),
    Part.SECOND: N_("July to December"),
}
Days = tuple[date, date]


def days(year: int, part: Part) -> Days:
    """The first and the last day."""
    return {
        Part.YEAR: (date(year, 1, 1), date(year, 12, 31)),
        Part.FIRST: (date(year, 1, 1), date(year, 6, 30)),
        Part.SECOND: (date(year, 7, 1), date(year, 12, 31)),
    }[part]


def read_year(text: str, *, latest: int, field: str = "year") -> int:
    """A year with four digits up to `latest`. Raises InvalidInput."""
    typed = read_plain(text.strip())
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 4 and FIRST_YEAR <= int(typed) <= latest):
        raise InvalidInput(
            N_("Write a year between %(first)s and %(latest)s."), field=field, first=FIRST_YEAR, latest=latest
        )
    return int(typed)


def part_of(starts_on: date, ends_on: date) -> Part | None:
    """Which part of a year two days are; None for any other period."""
    return next((part for part in Part if days(ends_on.year, part) == (starts_on, ends_on)), None)


def label(starts_on: date, ends_on: date) -> str:
    """“2025”, “January to June 2025”, or both days."""
    part = part_of(starts_on, ends_on)
    if part is Part.YEAR:
        return str(ends_on.year)
    if part is Part.FIRST:
        return i18n.translate(N_("January to June %(year)s")) % {"year": ends_on.year}
    if part is Part.SECOND:
        return i18n.translate(N_("July to December %(year)s")) % {"year": ends_on.year}
    bounds = {"first": i18n.short_date(starts_on), "last": i18n.short_date(ends_on)}
    return i18n.translate(N_("%(first)s to %(last)s")) % bounds
