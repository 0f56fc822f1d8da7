"""Occupancy of sites by month, counted from stays and passes: pure.

Workplaces taken on a day: for each startup the largest of its stays that day, and one for each pass.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

DAY = timedelta(days=1)
Intervals = list[tuple[date, date, int]]


@dataclass(frozen=True, slots=True)
class Stay:
    """Workplaces of a startup at a site from a day to a day, both included; no last day while open-ended."""

    site_id: uuid.UUID
    startup_id: uuid.UUID
    first: date
    last: date | None
    workplaces: int


@dataclass(frozen=True, slots=True)
class Pass:
    """One workplace at a site from a day to a day, both included."""

    site_id: uuid.UUID
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Occupancy:
    """A site in a month: workplaces taken, summed over its days, and how many workplaces it has (None: unknown)."""

    taken_days: int
    days: int
    workplaces: int | None
    startups: int

    @property
    def average(self) -> float:
        """Workplaces taken on an average day."""
        return self.taken_days / self.days

    @property
    def share(self) -> float | None:
        """Of all workplaces; None where their number is not known."""
        return self.average / self.workplaces if self.workplaces else None


def month_of(day: date) -> date:
    return day.replace(day=1)


def occupancy(
    sites: Mapping[uuid.UUID, int | None], stays: Iterable[Stay], passes: Iterable[Pass], *, first: date, after: date
) -> dict[uuid.UUID, dict[date, Occupancy]]:
    """Each site (with its workplaces) by month, from `first` to the day before `after`."""
    count = (after - first).days
    if count <= 0:
        return {site_id: {} for site_id in sites}
    months = [month_of(first + DAY * number) for number in range(count)]
    days: dict[date, int] = defaultdict(int)
    for month in months:
        days[month] += 1
    changes: dict[uuid.UUID, list[int]] = {site_id: [0] * (count + 1) for site_id in sites}
    startups: dict[uuid.UUID, dict[date, int]] = {site_id: defaultdict(int) for site_id in sites}
    for (site_id, _startup), intervals in _by_startup(stays, first, after - DAY).items():
        told: date | None = None
        for begins, ends, workplaces in merged(intervals):
            changes[site_id][(begins - first).days] += workplaces
            changes[site_id][(ends - first).days + 1] -= workplaces
            for month in _months(max(begins, told + DAY) if told else begins, ends):
                startups[site_id][month] += 1
            told = _last_of_month(ends)
    for one in passes:
        begins, ends = max(one.first, first), min(one.last, after - DAY)
        if begins <= ends:
            changes[one.site_id][(begins - first).days] += 1
            changes[one.site_id][(ends - first).days + 1] -= 1
    return {
        site_id: _by_month(accumulate(changes[site_id][:count]), months, days, workplaces, startups[site_id])
        for site_id, workplaces in sites.items()
    }


def merged(intervals: Intervals) -> Intervals:
    """Pieces that do not overlap, in order, each with the largest number among those that cover it."""
    if len(intervals) == 1:
        return intervals
    edges = sorted({begins for begins, _, _ in intervals} | {ends + DAY for _, ends, _ in intervals})
    pieces: Intervals = []
    for begins, after in pairwise(edges):
        numbers = [number for first, last, number in intervals if first <= begins <= last]
        if numbers:
            pieces.append((begins, after - DAY, max(numbers)))
    return pieces


def _by_startup(stays: Iterable[Stay], first: date, last: date) -> dict[tuple[uuid.UUID, uuid.UUID], Intervals]:
    """The stays inside the period, cut to it, of each startup at each site."""
    found: dict[tuple[uuid.UUID, uuid.UUID], Intervals] = defaultdict(list)
    for stay in stays:
        begins, ends = max(stay.first, first), min(stay.last or last, last)
        if begins <= ends:
            found[stay.site_id, stay.startup_id].append((begins, ends, stay.workplaces))
    return found


def _last_of_month(day: date) -> date:
    return (month_of(day) + timedelta(days=32)).replace(day=1) - DAY


def _months(first: date, last: date) -> Iterator[date]:
    """The months between two days, both included."""
    month = month_of(first)
    while first <= last and month <= last:
        yield month
        month = _last_of_month(month) + DAY


def _by_month(
    taken: Iterable[int],
    months: list[date],
    days: Mapping[date, int],
    workplaces: int | None,
    startups: Mapping[date, int],
) -> dict[date, Occupancy]:
    sums: dict[date, int] = defaultdict(int)
    for month, number in zip(months, taken, strict=True):
        sums[month] += number
    return {month: Occupancy(sums[month], days[month], workplaces, startups.get(month, 0)) for month in days}
