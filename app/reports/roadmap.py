"""The roadmap: what was promised by when, where the network stands, and the sites that are to open."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.audit import AuditEvent
from app.core.clock import today
from app.core.db import db
from app.core.errors import NotFound
from app.programmes import queries as programmes
from app.programmes.models import Site, SitePlan, Target
from app.programmes.states import SiteState, opening_day
from app.reports import suppression
from app.reports.indicators.model import Figure, Indicator, year
from app.reports.indicators.registry import REGISTRY
from app.reports.snapshot import plain

YEARS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Planned:
    """A site that is to open: first promised day, present plan, and days between the two (None: no day announced)."""

    site: Site
    first: date | None
    now: date | None

    @property
    def slip(self) -> int | None:
        return (self.now - self.first).days if self.first and self.now else None


def planned_sites(*, closed_on: date | None = None, told_by: date | None = None) -> list[Planned]:
    """Sites that are not open yet, those with a day first; or that were not on a day, as announced by another day."""
    plans: dict[Any, list[SitePlan]] = {}
    statement = sa.select(SitePlan).order_by(SitePlan.announced_on, SitePlan.created_at, SitePlan.id)
    if told_by is not None:
        statement = statement.where(SitePlan.announced_on <= told_by)
    for plan in db.session.scalars(statement):
        plans.setdefault(plan.site_id, []).append(plan)
    found = [
        Planned(one, known[0].planned_on if known else None, known[-1].planned_on if known else None)
        for one in programmes.sites()
        if _is_closed(one, closed_on)
        for known in [plans.get(one.id, [])]
    ]
    return sorted(found, key=lambda one: (one.now is None, one.now or date.max, one.site.key))


def _is_closed(site: Site, day: date | None) -> bool:
    if site.status is SiteState.PLANNED:
        return True
    opened = opening_day(site.opened_on)
    return day is not None and opened is not None and opened > day


def target_history() -> list[AuditEvent]:
    """What was changed and taken away of the targets, and why; the latest first."""
    statement = (
        sa.select(AuditEvent)
        .where(
            sa.or_(
                AuditEvent.action == "target.remove",
                sa.and_(AuditEvent.action == "target.set", AuditEvent.reason.is_not(None)),
            )
        )
        .order_by(AuditEvent.seq.desc())
        .limit(50)
    )
    return list(db.session.scalars(statement))


def target(target_id: uuid.UUID) -> Target:
    found = db.session.get(Target, target_id)
    if found is None:
        raise NotFound
    return found


def targets() -> list[Target]:
    return list(db.session.scalars(sa.select(Target).order_by(Target.indicator, Target.year)))


def _reached(one: Indicator, number: int) -> dict[str, Any]:
    """The figure at the end of a year; no value before the first year Wijha has data of."""
    period = year(number).until(today())
    if not one.is_known(period.last):
        return {**plain(Figure(None, None, 0, 0)), "hidden": False}
    figure = one.figure(period)
    return {**plain(figure), "hidden": suppression.hidden(one, figure)}


def progress() -> list[dict[str, Any]]:
    """For each indicator with a target: its targets, and its figure at the end of each year of the roadmap, the present
    one as it stands today. The roadmap begins with the first target of all, eight years ago at most."""
    by_key: dict[str, list[Target]] = {}
    for target in targets():
        if target.indicator in REGISTRY:
            by_key.setdefault(target.indicator, []).append(target)
    present = today().year
    first = min([present, *(row.year for rows in by_key.values() for row in rows)])
    years = range(max(first, present - YEARS_SHOWN + 1), present + 1)
    return [
        {
            "indicator": key,
            "targets": [[row.year, row.value, row.source] for row in rows],
            "years": [[number, _reached(REGISTRY.get(key), number)] for number in years],
        }
        for key, rows in by_key.items()
    ]
