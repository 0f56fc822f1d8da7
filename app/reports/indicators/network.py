"""Indicators of the network: regions and cities covered, occupancy, events on funding."""

from datetime import date

import sqlalchemy as sa

from app.cohorts.models import Pass, Residence
from app.cohorts.queries import occupancy
from app.core.clock import utcnow
from app.core.db import db
from app.core.i18n import N_
from app.events.models import Event
from app.events.states import EventKind, EventState
from app.programmes.models import Programme, Site
from app.programmes.states import SiteState, first_day_open, opening_day
from app.reports.indicators.model import Indicator, Period, Row, Rule, Unit

SITES = N_("Sites of the network in Wijha")
OWNER = N_("Director")


def open_sites(day: date) -> list[tuple[str, str, str]]:
    """(key, city, region) of the sites open on a day; one known by its year only counts from the end of it."""
    statement = sa.select(Site.key, Site.city, Site.region_code, Site.opened_on).where(
        Site.status != SiteState.PLANNED, Site.opened_on.is_not(None)
    )
    return [
        (key, city or key, region)
        for key, city, region, opened_on in db.session.execute(statement.order_by(Site.key))
        if (opened := opening_day(opened_on)) is not None and opened <= day
    ]


def regions(period: Period) -> list[Row]:
    return [Row(f"region:{code}", region=code) for code in sorted({code for _, _, code in open_sites(period.last)})]


def cities(period: Period) -> list[Row]:
    where = {city: code for _, city, code in open_sites(period.last)}
    return [Row(f"city:{city}", region=code) for city, code in sorted(where.items())]


def taken(period: Period) -> list[Row]:
    """Workplace-days taken of those there were, by site and month, where the number of workplaces is known and the site
    was open."""
    statement = sa.select(Site.id, Site.key, Site.region_code, Site.opened_on).where(Site.status != SiteState.PLANNED)
    place, opened = {}, {}
    for site, key, region, opened_on in db.session.execute(statement):
        place[site], opened[site] = (key, region), first_day_open(opened_on) or date.min
    return [
        Row(
            f"occupancy:{place[site][0]}:{month:%Y-%m}", one.taken_days, one.workplaces * days, None,
            place[site][0], "", place[site][1], "", f"{month:%Y-%m}",
        )
        for site, months in occupancy(period.first, period.after).items()
        if site in place
        for month, one in months.items()
        if one.workplaces and (days := _open_days(month, one.days, opened[site], period))
    ]  # fmt: skip


def _open_days(month: date, days: int, opened: date, period: Period) -> int:
    """Of the counted days of a month those on which the site was open already."""
    first = max(month, period.first)
    return max(0, days - max(0, (opened - first).days))


def places_noted(period: Period) -> list[Row]:
    """Residences and passes that began by the end of the period: without one, no workplace is known to be taken."""
    last = period.last
    began = sa.union_all(
        sa.select(Residence.id).where(Residence.starts_on <= last),
        sa.select(Pass.id).where(Pass.starts_on <= last, Pass.cancelled_at.is_(None)),
    )
    return [Row(f"place:{key}") for key in db.session.scalars(began.limit(1))]


def funding_events(period: Period) -> list[Row]:
    """Events on funding that ended in the period."""
    statement = (
        sa.select(Event.key, sa.func.coalesce(Site.key, ""), sa.func.coalesce(Programme.key, ""),
                  sa.func.coalesce(Site.region_code, ""))
        .outerjoin(Site, Site.id == Event.site_id)
        .outerjoin(Programme, Programme.id == Event.programme_id)
        .where(
            Event.kind == EventKind.FUNDING,
            Event.state.in_((EventState.OPEN, EventState.CLOSED)),
            Event.ends_at >= period.begins,
            Event.ends_at < min(period.ends, utcnow()),
        )
        .order_by(Event.key)
    )  # fmt: skip
    return [
        Row(f"event:{key}", site=site, programme=programme, region=region)
        for key, site, programme, region in db.session.execute(statement)
    ]


INDICATORS = (
    Indicator(
        "regions_covered", N_("Regions covered"), N_("Regions with at least one open site."),
        Unit.COUNT, Rule.AT_END, SITES, OWNER, regions, about_startups=False,
    ),
    Indicator(
        "cities_covered", N_("Cities covered"), N_("Cities with at least one open site."),
        Unit.COUNT, Rule.AT_END, SITES, OWNER, cities, about_startups=False,
    ),
    Indicator(
        "occupancy", N_("Occupancy of the sites"),
        N_("Workplaces taken each day divided by the workplaces there are, over all days of the period, for the sites"
           " whose number of workplaces is known."),
        Unit.SHARE, Rule.DURING, N_("Residences and passes noted in Wijha"), OWNER, taken, about_startups=False,
        data=places_noted,
    ),
    Indicator(
        "funding_events", N_("Events on funding"), N_("Events of the kind “funding” that ended in the period."),
        Unit.COUNT, Rule.DURING, N_("Events noted in Wijha"), OWNER, funding_events, about_startups=False,
    ),
)  # fmt: skip
