"""The roadmap: what was promised by when, where the network stands, and the sites that are to open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.clock import today
from app.core.db import db
from app.programmes import queries as programmes
from app.programmes.models import Site, SitePlan, Target
from app.programmes.states import SiteState
from app.reports import suppression
from app.reports.indicators.model import Indicator, year
from app.reports.indicators.registry import REGISTRY
from app.reports.snapshot import plain


@dataclass(frozen=True, slots=True)
class Planned:
    """A site that is to open: first promised day, present plan, and days between the two (None: no day announced)."""

    site: Site
    first: date | None
    now: date | None

    @property
    def slip(self) -> int | None:
        return (self.now - self.first).days if self.first and self.now else None


def planned_sites() -> list[Planned]:
    """Sites that are not open yet, those with a day first."""
    plans: dict[Any, list[SitePlan]] = {}
    statement = sa.select(SitePlan).order_by(SitePlan.announced_on, SitePlan.created_at, SitePlan.id)
    for plan in db.session.scalars(statement):
        plans.setdefault(plan.site_id, []).append(plan)
    found = [
        Planned(one, known[0].planned_on if known else None, known[-1].planned_on if known else None)
        for one in programmes.sites()
        if one.status is SiteState.PLANNED
        for known in [plans.get(one.id, [])]
    ]
    return sorted(found, key=lambda one: (one.now is None, one.now or date.max, one.site.key))


def targets() -> list[Target]:
    return list(db.session.scalars(sa.select(Target).order_by(Target.indicator, Target.year)))


def _reached(one: Indicator, number: int) -> dict[str, Any]:
    figure = one.figure(year(number).until(today()))
    return {**plain(figure), "hidden": suppression.hidden(one, figure)}


def progress() -> list[dict[str, Any]]:
    """For each indicator with a target: its targets, and its figure at the end of each year since the first one, the
    present year as it stands today."""
    by_key: dict[str, list[Target]] = {}
    for target in targets():
        if target.indicator in REGISTRY:
            by_key.setdefault(target.indicator, []).append(target)
    found = []
    for key, rows in by_key.items():
        one = REGISTRY.get(key)
        years = range(min(row.year for row in rows), today().year + 1)
        found.append(
            {
                "indicator": key,
                "targets": [[row.year, row.value, row.source] for row in rows],
                "years": [[number, _reached(one, number)] for number in years],
            }
        )
    return found
