"""What an indicator is: words, unit, rule of the period, source, owner, and the rows it is counted from."""

import enum
import hashlib
import json
import statistics
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.clock import MOROCCO
from app.core.i18n import N_


class Unit(enum.StrEnum):
    COUNT = "count"
    DIRHAMS = "dirhams"
    SHARE = "share"
    DAYS = "days"


class Rule(enum.StrEnum):
    """How the period is meant."""

    DURING = "during"
    AT_END = "at_end"
    SINCE_START = "since_start"


RULE_NAMES: dict[Rule, str] = {
    Rule.DURING: N_("What happened in the period"),
    Rule.AT_END: N_("As it was on the last day of the period"),
    Rule.SINCE_START: N_("Everything up to the last day of the period"),
}
UNIT_NAMES: dict[Unit, str] = {
    Unit.COUNT: N_("Count"),
    Unit.DIRHAMS: N_("Dirhams"),
    Unit.SHARE: N_("Percent"),
    Unit.DAYS: N_("Days"),
}


BEGINNING = date(2000, 1, 1)
"""Nothing of the network is older."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, Moroccan days."""

    first: date
    last: date

    @property
    def after(self) -> date:
        return self.last + timedelta(days=1)

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(0), tzinfo=MOROCCO)

    @property
    def ends(self) -> datetime:
        """The instant after the last day."""
        return datetime.combine(self.after, time(0), tzinfo=MOROCCO)

    def until(self, day: date) -> "Period":
        """What of it lies no later than a day; its first day alone where it has not begun."""
        return Period(self.first, max(self.first, min(self.last, day)))

    def before(self) -> "Period":
        """The same length of calendar, a year earlier."""
        return Period(_year_back(self.first), _year_back(self.after) - timedelta(days=1))


def _year_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


@dataclass(frozen=True, slots=True)
class Row:
    """One thing an indicator counts: `value` of `base` (1 of 1 for a plain count, 0 of 1 for a “no” in a share).

    `startup` is whose it is, for suppression and for the way down; the four keys say where it belongs ("" unknown).
    """

    key: str
    value: int = 1
    base: int = 1
    startup: uuid.UUID | None = None
    site: str = ""
    programme: str = ""
    region: str = ""
    sector: str = ""
    month: str = ""

    def plain(self) -> list[object]:
        return [self.key, self.value, self.base, self.site, self.programme, self.region, self.sector]


DIMENSIONS = ("site", "programme", "region", "sector")


@dataclass(frozen=True, slots=True)
class Place:
    """Part of the network: a site, a programme, both, or a region; everything by default."""

    site: str = ""
    programme: str = ""
    region: str = ""

    def holds(self, row: Row) -> bool:
        return (
            (not self.site or row.site == self.site)
            and (not self.programme or row.programme == self.programme)
            and (not self.region or row.region == self.region)
        )

    @property
    def key(self) -> str:
        """“all”, or “site:casablanca” as frozen figures are stored."""
        named = [(name, getattr(self, name)) for name in ("site", "programme", "region") if getattr(self, name)]
        return "+".join(f"{name}:{value}" for name, value in named) or "all"


ALL = Place()


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted value. `value` is None when there is nothing to count from; over `base` for a share (else None).

    group_size: startups (or files) behind it; asked: how many could have answered, where not everybody did.
    """

    value: int | None
    base: int | None
    group_size: int
    rows: int
    asked: int | None = None

    @property
    def share(self) -> float | None:
        return self.value / self.base if self.value is not None and self.base else None


Formula = Callable[[Period], list[Row]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition of one indicator. A later version needs a reason; the earlier ones stay registered.

    about_startups: whether few of them are hidden outside the team. `asked`, for shares that need an answer: everybody
    who could have given one. `data`, where rows exist without it: what shows that something was noted. `goal` is 1
    where more is better, -1 where less is, 0 where neither. `yearly`: startups say
    it once a year, so that the latest whole year stands for the last twelve months.
    """

    key: str
    name: str
    formula: str
    unit: Unit
    rule: Rule
    source: str
    owner: str
    rows: Formula
    version: int = 1
    about_startups: bool = True
    median: bool = False
    asked: Formula | None = None
    reason: str = ""
    since: date = date(2026, 11, 1)
    goal: int = 1
    yearly: bool = False
    data: Formula | None = None

    def is_known(self, last: date) -> bool:
        """Whether Wijha has any data of it up to a day: before its first row a zero would say what nobody counted."""
        return bool((self.data or self.rows)(Period(BEGINNING, last)))

    def figure(self, period: Period, place: Place = ALL) -> Figure:
        return self.of(self.rows(period), place, self.asked(period) if self.asked else None)

    def of(self, rows: Iterable[Row], place: Place = ALL, asked: Iterable[Row] | None = None) -> Figure:
        """The figure of rows that were read before."""
        mine = [row for row in rows if place.holds(row)]
        size = len({row.startup or row.key for row in mine})
        could = None if asked is None else len({row.key for row in asked if place.holds(row)})
        if self.median:
            middle = int(statistics.median_low([row.value for row in mine])) if mine else None
            return Figure(middle, None, size, len(mine), could)
        total = sum(row.value for row in mine)
        if self.unit is Unit.SHARE:
            base = sum(row.base for row in mine)
            return Figure(total if base else None, base, size, len(mine), could)
        unanswered = self.asked is not None and not mine
        return Figure(None if unanswered else total, None, size, len(mine), could)


def digest(rows: Sequence[Row]) -> str:
    """SHA-256 of the rows in a fixed order: the same rows, the same hash."""
    plain = sorted((row.plain() for row in rows), key=lambda one: json.dumps(one, ensure_ascii=False))
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


class Registry:
    """Every definition by key and version. Refuses a version without its predecessor, or without a reason."""

    def __init__(self, definitions: Iterable[Indicator]) -> None:
        self._by_key: dict[str, dict[int, Indicator]] = {}
        for one in definitions:
            versions = self._by_key.setdefault(one.key, {})
            if one.version != len(versions) + 1:
                raise ValueError(f"{one.key}: version {one.version} does not follow version {len(versions)}")
            if one.version > 1 and not one.reason:
                raise ValueError(f"{one.key}: version {one.version} says no reason")
            versions[one.version] = one

    def __iter__(self) -> Iterator[Indicator]:
        """The definitions in force, in their order."""
        return iter([versions[max(versions)] for versions in self._by_key.values()])

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def get(self, key: str, version: int | None = None) -> Indicator:
        """KeyError for what was never defined."""
        versions = self._by_key[key]
        return versions[version or max(versions)]

    def versions(self, key: str) -> Mapping[int, Indicator]:
        return self._by_key[key]
