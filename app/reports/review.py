"""The yearly review as plain data: frozen figures, what was launched and opened, targets, plans, and the texts."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.cohorts.models import Edition
from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import NotFound
from app.core.i18n import N_
from app.events.models import Event
from app.events.states import EventState
from app.programmes import queries as programmes
from app.programmes.states import opening_day
from app.reports import figures, roadmap
from app.reports.indicators import network
from app.reports.indicators.model import year
from app.reports.indicators.registry import REGISTRY
from app.reports.models import AnnualReview, FrozenFigure, ReviewApproval
from app.reports.states import Origin

SECTIONS: dict[str, str] = {
    "summary": N_("The year in brief"),
    "achievements": N_("Calls and programmes"),
    "sites": N_("Sites"),
    "support": N_("Support and events"),
    "funding": N_("Funding"),
    "exports": N_("Exports"),
    "targets": N_("Targets and results"),
    "next": N_("What comes next"),
}
"""Every section of the document, in its order."""
FIGURES: dict[str, tuple[str, ...]] = {
    "achievements": ("applications", "admission_rate", "confirmation_rate", "decision_days", "completion_rate"),
    "sites": ("regions_covered", "cities_covered", "occupancy"),
    "support": (
        "startups_supported", "startups_since_start", "beneficiaries", "led_by_women", "jobs", "survival_18m",
        "survival_5y", "funding_events",
    ),
    "funding": ("funds_raised", "loans_grants"),
    "exports": ("exporters", "mostly_abroad"),
}  # fmt: skip
BRIEF = ("startups_supported", "funds_raised", "loans_grants", "funding_events", "exporters", "cities_covered")
"""What stands in large type on the first page, where it is known."""


def get(number: int) -> AnnualReview:
    if not date.min.year <= number <= date.max.year:
        raise NotFound
    found = db.session.scalars(sa.select(AnnualReview).where(AnnualReview.year == number)).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_for_update(number: int) -> AnnualReview:
    if not date.min.year <= number <= date.max.year:
        raise NotFound
    statement = sa.select(AnnualReview).where(AnnualReview.year == number).with_for_update()
    found = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def reviews() -> list[AnnualReview]:
    """Every review, the latest year first; their contents are not loaded."""
    statement = sa.select(AnnualReview).options(sa.orm.defer(AnnualReview.content)).order_by(AnnualReview.year.desc())
    return list(db.session.scalars(statement.limit(50)))


def approvals(review: AnnualReview) -> list[ReviewApproval]:
    statement = sa.select(ReviewApproval).where(ReviewApproval.review_id == review.id)
    return list(db.session.scalars(statement.order_by(ReviewApproval.approved_at, ReviewApproval.person_id)))


def content_of(review: AnnualReview) -> dict[str, Any]:
    """What was frozen, word for word; before that, what it would be now."""
    if review.content:
        found: dict[str, Any] = json.loads(review.content)
        return found
    return build(review.year, review.texts)


def canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def build(number: int, texts: dict[str, Any]) -> dict[str, Any]:
    """The content of a year: keys, numbers and {fr, ar, en} texts; whoever shows it writes the words."""
    period = year(number)
    standing = figures.in_force([period])
    earlier = figures.in_force([period.before()])
    by_key: dict[str, list[dict[str, Any]]] = {}
    for one in sorted(standing, key=lambda one: one.origin is not Origin.PUBLISHED):
        if one.indicator in REGISTRY:
            by_key.setdefault(one.indicator, []).append(_figure(one, _before(one, earlier)))
    known = {section: [entry for key in keys for entry in by_key.get(key, ())] for section, keys in FIGURES.items()}
    return {
        "year": number,
        "texts": {key: texts.get(key, {}) for key in SECTIONS},
        "figures": known,
        "missing": [one.key for one in REGISTRY if one.key not in by_key],
        "brief": [by_key[key][0] for key in BRIEF if key in by_key and not by_key[key][0]["hidden"]],
        "launched": _launched(number),
        "opened": _opened(number),
        "events": _events(number),
        "targets": _targets(number, by_key),
        "planned": _planned(number),
        "map": _map(number),
    }


def _before(one: FrozenFigure, earlier: list[FrozenFigure]) -> FrozenFigure | None:
    """The year before under the same definition, else under another one."""
    alike = [other for other in earlier if other.indicator == one.indicator]
    return next((other for other in alike if figures.comparable(one, other)), next(iter(alike), None))


def _figure(one: FrozenFigure, before: FrozenFigure | None) -> dict[str, Any]:
    alike = figures.comparable(one, before)
    return {
        "id": str(one.id),
        "indicator": one.indicator,
        "version": one.version,
        "origin": one.origin.value,
        "value": one.value if one.shown else None,
        "base": one.base if one.shown else None,
        "qualifier": one.qualifier,
        "asked": one.asked if one.shown else None,
        "size": one.group_size if one.shown else None,
        "hidden": not one.shown,
        "source": one.source,
        "reason": one.reason,
        "rows": one.rows_count if one.shown else 0,
        "rows_sha256": one.rows_sha256 if one.shown else "",
        "frozen_on": one.created_at.date().isoformat(),
        "before": {"id": str(before.id), "value": before.value, "base": before.base, "qualifier": before.qualifier}
        if before is not None and alike and before.shown
        else None,
        "other_definition": before is not None and not alike,
    }


def _launched(number: int) -> list[dict[str, Any]]:
    """Editions that began in the year: programme, and the sites with their first day."""
    period = year(number)
    statement = (
        sa.select(Edition)
        .where(Edition.starts_on >= period.first, Edition.starts_on <= period.last)
        .options(joinedload(Edition.programme), joinedload(Edition.site))
        .order_by(Edition.starts_on, Edition.id)
    )
    found: dict[str, dict[str, Any]] = {}
    for edition in db.session.scalars(statement):
        entry = found.setdefault(edition.programme.key, {"programme": dict(edition.programme.name), "sites": []})
        entry["sites"].append({"name": dict(edition.site.name), "on": edition.starts_on.isoformat()})
    return list(found.values())


def _opened(number: int) -> list[dict[str, Any]]:
    period = year(number)
    return [
        {"name": dict(one.name), "region": dict(one.region.name), "on": one.opened_on, "area": one.area}
        for one in programmes.sites()
        if (day := opening_day(one.opened_on)) is not None and period.first <= day <= period.last
    ]


def _events(number: int) -> list[list[Any]]:
    """[kind, events of the year that took place]."""
    period = year(number)
    kinds = db.session.scalars(
        sa.select(Event.kind).where(
            Event.state.in_((EventState.OPEN, EventState.CLOSED)),
            Event.ends_at >= period.begins,
            Event.ends_at < min(period.ends, utcnow()),
        )
    )
    return [[kind, count] for kind, count in sorted(Counter(kind.value for kind in kinds).items())]


def _targets(number: int, by_key: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Each indicator with a target: what is promised from this year on, and what the year reached."""
    found: dict[str, dict[str, Any]] = {}
    for target in roadmap.targets():
        if target.indicator in REGISTRY and target.year >= number:
            entry = found.setdefault(target.indicator, _result(target.indicator, by_key.get(target.indicator, ())))
            entry["due"].append([target.year, target.value, target.source])
    return list(found.values())


def _result(key: str, known: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Only what Wijha counted is set against a target; what was published follows a definition of its own."""
    own = next((one for one in known if one["origin"] == Origin.COMPUTED.value), None)
    return {"indicator": key, "reached": own, "published": None if own else next(iter(known), None), "due": []}


def _planned(number: int) -> list[dict[str, Any]]:
    """Sites that were not open at the end of the year, as announced by the end of the next one: the review of a year
    is written in the year that follows."""
    return [
        {
            "name": dict(one.site.name),
            "region": dict(one.site.region.name),
            "first": one.first.isoformat() if one.first else None,
            "now": one.now.isoformat() if one.now else None,
            "slip": one.slip,
        }
        for one in roadmap.planned_sites(closed_on=year(number).last, told_by=year(number + 1).last)
    ]


def _map(number: int) -> dict[str, Any]:
    """Open sites at the end of the year by region, and where each lies; planned ones beside them."""
    there = {key for key, _city, _region in network.open_sites(year(number).last)}
    sites = programmes.sites()
    return {
        "regions": dict(Counter(one.region_code for one in sites if one.key in there)),
        "sites": [
            {"name": dict(one.name), "longitude": one.longitude, "latitude": one.latitude, "open": one.key in there}
            for one in sites
            if one.longitude is not None and one.latitude is not None
        ],
    }
