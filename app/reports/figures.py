"""Figures as they may be read: live ones by part, frozen ones by period, and lines of one definition only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.core.clock import today
from app.core.db import db
from app.core.errors import NotFound
from app.reports.indicators.model import ALL, DIMENSIONS, Figure, Indicator, Period, Place, Row
from app.reports.indicators.registry import REGISTRY
from app.reports.models import FrozenFigure
from app.reports.states import Origin
from app.reports.suppression import Showing

PUBLISHED_VERSION = 0
"""The definition of figures published before Wijha: theirs, not ours."""


def indicator(key: str, version: int | None = None) -> Indicator:
    try:
        return REGISTRY.get(key, version)
    except KeyError as error:
        raise NotFound from error


def parts(one: Indicator, rows: Sequence[Row], asked: Sequence[Row] | None, dimension: str) -> dict[str, Figure]:
    """The figure of each site, programme, region or sector that has a row; "" for rows that belong to none."""
    own = by_name(rows, dimension)
    could = None if asked is None else by_name(asked, dimension)
    return {name: one.of(own[name], ALL, None if could is None else could.get(name, ())) for name in sorted(own)}


def by_name(rows: Iterable[Row], dimension: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, dimension), []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator for a period and a place: the whole, its parts by dimension, and what of it may be shown."""

    indicator: Indicator
    period: Period
    place: Place
    whole: Figure
    parts: Mapping[str, Mapping[str, Figure]]
    shown: Mapping[str, frozenset[str]]
    is_hidden: bool
    rows: Sequence[Row]


def read(one: Indicator, period: Period, place: Place = ALL, *, all_shown: bool = False) -> Reading:
    """Counted now from the rows, days to come left out.

    Outside the team (`all_shown` false) small groups are hidden, also by subtraction.
    """
    period = period.until(today())
    everything = one.rows(period)
    could = one.asked(period) if one.asked else None
    rows = [row for row in everything if place.holds(row)]
    asked = None if could is None else [row for row in could if place.holds(row)]
    whole = one.of(rows, ALL, asked)
    by = {dimension: parts(one, rows, asked, dimension) for dimension in DIMENSIONS}
    showing = Showing(one, everything)
    shown = {name: frozenset(found) if all_shown else showing.parts(place, name, found) for name, found in by.items()}
    is_hidden = not all_shown and not showing.allows(place, whole)
    return Reading(one, period, place, whole, by, shown, is_hidden, rows)


def frozen(key: str, scope: str = "all") -> list[FrozenFigure]:
    """Every frozen figure of an indicator, restated ones too, by period, the latest first."""
    statement = (
        sa.select(FrozenFigure)
        .where(FrozenFigure.indicator == key, FrozenFigure.scope == scope)
        .order_by(FrozenFigure.ends_on.desc(), FrozenFigure.starts_on, FrozenFigure.created_at.desc(), FrozenFigure.id)
        .limit(200)
    )
    return list(db.session.scalars(statement))


def in_force(periods: Iterable[Period], *, scopes: Iterable[str] = ("all",)) -> list[FrozenFigure]:
    """What is frozen for these periods and scopes and not restated since."""
    wanted = [sa.and_(FrozenFigure.starts_on == one.first, FrozenFigure.ends_on == one.last) for one in periods]
    statement = (
        sa.select(FrozenFigure)
        .where(FrozenFigure.replaced_at.is_(None), FrozenFigure.scope.in_(list(scopes)), sa.or_(sa.false(), *wanted))
        .order_by(FrozenFigure.ends_on, FrozenFigure.indicator, FrozenFigure.origin, FrozenFigure.version)
    )
    return list(db.session.scalars(statement))


def parts_in_force(period: Period, key: str) -> list[FrozenFigure]:
    """The frozen parts of one indicator: sites, programmes, regions."""
    statement = (
        sa.select(FrozenFigure)
        .where(
            FrozenFigure.replaced_at.is_(None), FrozenFigure.scope != "all", FrozenFigure.indicator == key,
            FrozenFigure.starts_on == period.first, FrozenFigure.ends_on == period.last,
        )
        .order_by(FrozenFigure.scope, FrozenFigure.version)
    )  # fmt: skip
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class Line:
    """Points of one definition, oldest first."""

    version: int
    origin: Origin
    points: tuple[tuple[date, FrozenFigure], ...]


def joined(figures: Sequence[FrozenFigure]) -> Line:
    """Points that may be drawn as one line. Raises ValueError where two definitions meet."""
    kinds = {(one.indicator, one.version, one.origin, one.scope) for one in figures}
    if len(kinds) != 1:
        raise ValueError("two definitions are never drawn on one line")
    ordered = sorted(figures, key=lambda one: one.ends_on)
    first = ordered[0]
    return Line(first.version, first.origin, tuple((one.ends_on, one) for one in ordered))


def lines(figures: Iterable[FrozenFigure]) -> list[Line]:
    """One line for each definition of an indicator; restated figures are left out."""
    by_kind: dict[tuple[int, Origin], list[FrozenFigure]] = {}
    for one in figures:
        if one.replaced_at is None:
            by_kind.setdefault((one.version, one.origin), []).append(one)
    return [joined(found) for _kind, found in sorted(by_kind.items(), key=lambda pair: (pair[0][0], pair[0][1].value))]


def comparable(one: FrozenFigure, other: FrozenFigure | None) -> bool:
    return other is not None and (one.version, one.origin, one.scope) == (other.version, other.origin, other.scope)
