"""Freeze an indicator for a period: the whole and its parts, with the hash of the rows. Restate with a reason."""

import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import today, utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.reports import figures, policy
from app.reports.indicators.model import Figure, Indicator, Period, Row, digest
from app.reports.indicators.reading import together
from app.reports.indicators.registry import REGISTRY
from app.reports.models import FrozenFigure
from app.reports.states import Origin

PARTS = ("site", "programme", "region")
TWICE = N_("This figure was frozen by somebody else in the meantime. Reload the page.")


class Verdict(enum.StrEnum):
    """What freezing a year does with an indicator that is not frozen for it."""

    FREEZE = "freeze"
    PUBLISHED = "published"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Due:
    """An indicator that is not frozen for a period: what would be frozen, or why it is not."""

    indicator: Indicator
    verdict: Verdict
    reading: figures.Reading | None = None


def freeze(*, key: str, period: Period, actor: Person) -> FrozenFigure:
    """The figure of the whole; its parts are frozen with it. Raises Conflict when it is frozen already."""
    one = _allowed(key, actor)
    _check_over(period)
    if _standing(one, period):
        raise Conflict(N_("This figure is frozen already. Restate it, with a reason."))
    if not one.is_known(period.last):
        raise Conflict(N_("Wijha has no data of that year for this indicator: there is nothing to freeze."))
    return _write(figures.read(one, period), actor, {}, "")


def due(*, period: Period) -> list[Due]:
    """Every indicator that is not frozen for a period that is over, counted now. Where a published figure stands it
    stays alone; where Wijha has no data yet, a zero would say what nobody counted."""
    _check_over(period)
    standing = figures.in_force([period])
    computed = {found.indicator for found in standing if found.origin is Origin.COMPUTED}
    published = {found.indicator for found in standing if found.origin is Origin.PUBLISHED}
    with together():
        return [_due(one, period, one.key in published) for one in REGISTRY if one.key not in computed]


def _due(one: Indicator, period: Period, is_published: bool) -> Due:
    if is_published:
        return Due(one, Verdict.PUBLISHED)
    if not one.is_known(period.last):
        return Due(one, Verdict.NO_DATA)
    return Due(one, Verdict.FREEZE, figures.read(one, period))


def freeze_missing(*, period: Period, actor: Person) -> list[str]:
    """Freeze what `due` says; returns the keys."""
    if not policy.can_freeze(actor):
        raise NotAllowed
    found = [one.reading for one in due(period=period) if one.reading is not None]
    for reading in found:
        _write(reading, actor, {}, "")
    return [reading.indicator.key for reading in found]


def _check_over(period: Period) -> None:
    if period.last >= today():
        raise InvalidInput(N_("Wait for the period to end before you freeze its figures."), field="period")


def restate(*, key: str, period: Period, actor: Person, reason: str) -> FrozenFigure:
    """Count again; what was frozen before stays, marked as replaced. `reason` is shown beside both."""
    one = _allowed(key, actor)
    if not reason.strip():
        raise InvalidInput(N_("Write why the figure is restated."), field="reason")
    standing = _standing(one, period)
    if not standing:
        raise NotFound
    reading = figures.read(one, period)
    whole = next((found for found in standing if found.scope == "all"), None)
    now = (digest(reading.rows), reading.whole.asked)
    if whole is not None and (whole.rows_sha256, whole.asked) == now:
        raise Conflict(N_("Nothing changed: it would be counted from the same rows."))
    for found in standing:
        found.replaced_at = utcnow()
    db.session.flush()
    return _write(reading, actor, {found.scope: found for found in standing}, reason.strip()[:2000])


def _allowed(key: str, actor: Person) -> Indicator:
    if not policy.can_freeze(actor):
        raise NotAllowed
    return figures.indicator(key)


def _standing(one: Indicator, period: Period) -> list[FrozenFigure]:
    """What is in force for this definition and period, locked."""
    statement = (
        sa.select(FrozenFigure)
        .where(
            FrozenFigure.indicator == one.key, FrozenFigure.version == one.version, FrozenFigure.replaced_at.is_(None),
            FrozenFigure.origin == Origin.COMPUTED, FrozenFigure.starts_on == period.first,
            FrozenFigure.ends_on == period.last,
        )
        .order_by(FrozenFigure.scope)
        .with_for_update()
    )  # fmt: skip
    return list(db.session.scalars(statement))


def _write(reading: figures.Reading, actor: Person, before: dict[str, FrozenFigure], reason: str) -> FrozenFigure:
    one, period = reading.indicator, reading.period
    kept = {"all": _row(reading, actor, "all", reading.rows, reading.whole, not reading.is_hidden)}
    for dimension in PARTS:
        by_name = figures.by_name(reading.rows, dimension)
        for name, figure in reading.parts[dimension].items():
            if name:
                shown = name in reading.shown[dimension]
                scope = f"{dimension}:{name}"
                kept[scope] = _row(reading, actor, scope, by_name[name], figure, shown)
    for scope, row in kept.items():
        if scope in before:
            row.replaces_id, row.reason = before[scope].id, reason
    with unless_duplicate(TWICE):
        db.session.add_all(kept.values())
        db.session.flush()
    whole, old = kept["all"], before.get("all")
    audit.record(
        "figure.restate" if old else "figure.freeze", actor=actor, subject=whole,
        before={"value": old.value, "base": old.base, "rows": old.rows_sha256} if old else None,
        after={"value": whole.value, "base": whole.base, "rows": whole.rows_sha256}, reason=reason or None,
        details={"indicator": one.key, "version": one.version, "ends_on": period.last.isoformat()},
    )  # fmt: skip
    return whole


def _row(
    reading: figures.Reading, actor: Person, scope: str, rows: Sequence[Row], figure: Figure, shown: bool
) -> FrozenFigure:
    one, period = reading.indicator, reading.period
    return FrozenFigure(
        id=uuid.uuid4(), indicator=one.key, version=one.version, scope=scope, starts_on=period.first,
        ends_on=period.last, origin=Origin.COMPUTED, value=figure.value, base=figure.base,
        group_size=figure.group_size, asked=figure.asked, shown=shown, rows_count=figure.rows,
        rows_sha256=digest(rows), source=one.source, reason="", frozen_by_id=actor.id,
    )  # fmt: skip
