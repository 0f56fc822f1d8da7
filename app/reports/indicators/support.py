"""Indicators of support: which startups were supported, since when, and what became of them."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.applications.models import Answer, Application
from app.cohorts.models import Edition, Participation, Residence
from app.cohorts.states import ParticipationState
from app.core.db import db
from app.core.i18n import N_
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from app.programmes.models import Programme, Site, Target
from app.reports import groups
from app.reports.indicators.model import Indicator, Period, Row, Rule, Unit
from app.reports.indicators.reading import once

SOURCE = N_("Participations and residences noted in Wijha")
DECLARED = N_("Returns of the startups and figures noted by the team")
OWNER = N_("Director")
BENEFICIARIES = "beneficiaries"


def _stays() -> sa.Subquery:
    """Every participation and residence: whose, where, from when to when (None while it lasts)."""
    taking_part = sa.select(
        Participation.startup_id, Edition.site_id, Edition.programme_id, Participation.starts_on,
        Participation.ended_on.label("ended_on"),
    ).join(Edition, Edition.id == Participation.edition_id)  # fmt: skip
    staying = sa.select(
        Residence.startup_id, Residence.site_id, Residence.programme_id, Residence.starts_on, Residence.ends_on
    )
    return sa.union_all(taking_part, staying).subquery("stay")


@once
def sectors() -> Mapping[uuid.UUID, str]:
    """The sector in the latest sent file of each startup that was ever supported, in one statement."""
    rows = db.session.execute(
        sa.select(Application.startup_id, sa.func.trim(sa.cast(Answer.value, sa.Text), '"'))
        .join(Answer, sa.and_(Answer.application_id == Application.id, Answer.question_key == "sector"))
        .where(
            Application.submitted_at.is_not(None),
            Answer.value.is_not(None),
            Application.startup_id.in_(sa.union(sa.select(Participation.startup_id), sa.select(Residence.startup_id))),
        )
        .order_by(Application.submitted_at, Application.id)
    )
    return {startup: sector for startup, sector in rows}


def _startups(*conditions: Any) -> list[tuple[Row, date]]:
    """One row for each startup with such a stay, at its latest place, with the day its first such stay began."""
    stay = _stays()
    statement = (
        sa.select(stay.c.startup_id, Site.key, sa.func.coalesce(Programme.key, ""), Site.region_code, stay.c.starts_on)
        .join(Site, Site.id == stay.c.site_id)
        .outerjoin(Programme, Programme.id == stay.c.programme_id)
        .where(*(condition(stay.c) for condition in conditions))
        .order_by(stay.c.starts_on, stay.c.startup_id, Site.key, Programme.key)
    )
    latest: dict[uuid.UUID, tuple[str, str, str]] = {}
    began: dict[uuid.UUID, date] = {}
    for startup, site, programme, region, starts_on in db.session.execute(statement):
        latest[startup] = (site, programme, region)
        began.setdefault(startup, starts_on)
    known = sectors() if latest else {}
    return [
        (Row(f"startup:{one}", 1, 1, one, *place, known.get(one, ""), began[one].strftime("%Y-%m")), began[one])
        for one, place in latest.items()
    ]


@once
def supported(period: Period) -> list[Row]:
    """Startups with a participation or residence on at least one day of the period."""
    return [
        row
        for row, _began in _startups(
            lambda c: c.starts_on <= period.last, lambda c: sa.or_(c.ended_on.is_(None), c.ended_on >= period.first)
        )
    ]


@once
def _since_start(last: date) -> list[tuple[Row, date]]:
    return _startups(lambda c: c.starts_on <= last)


def ever_supported(period: Period) -> list[Row]:
    return [row for row, _began in _since_start(period.last)]


def roadmap_begins() -> date | None:
    """1 January of the first year that has a target of beneficiaries; None where no roadmap is entered."""
    first = db.session.scalar(sa.select(sa.func.min(Target.year)).where(Target.indicator == BENEFICIARIES))
    return date(first, 1, 1) if first else None


def beneficiaries(period: Period) -> list[Row]:
    """Startups whose first participation began under the roadmap."""
    begins = roadmap_begins()
    if begins is None:
        return []
    statement = (
        sa.select(Participation.startup_id, Participation.starts_on, Site.key, Programme.key, Site.region_code)
        .join(Edition, Edition.id == Participation.edition_id)
        .join(Site, Site.id == Edition.site_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Participation.starts_on <= period.last)
        .order_by(Participation.starts_on, Participation.id)
    )
    first: dict[uuid.UUID, Row] = {}
    earlier: set[uuid.UUID] = set()
    for startup, starts_on, site, programme, region in db.session.execute(statement):
        if starts_on < begins:
            earlier.add(startup)
        elif startup not in earlier and startup not in first:
            month = starts_on.strftime("%Y-%m")
            first[startup] = Row(f"startup:{startup}", 1, 1, startup, site, programme, region, "", month)
    return list(first.values())


def ended(period: Period) -> list[Row]:
    """Participations that ended in the period: 1 for one that was completed."""
    statement = (
        sa.select(
            Participation.id, Participation.state, Participation.startup_id, Site.key, Programme.key, Site.region_code
        )
        .join(Edition, Edition.id == Participation.edition_id)
        .join(Site, Site.id == Edition.site_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(
            Participation.state != ParticipationState.ACTIVE,
            Participation.ended_on >= period.first,
            Participation.ended_on <= period.last,
        )
        .order_by(Participation.id)
    )
    return [
        Row(f"participation:{key}", int(state is ParticipationState.COMPLETED), 1, startup, site, programme, region)
        for key, state, startup, site, programme, region in db.session.execute(statement)
    ]


def women(period: Period) -> list[Row]:
    rows = supported(period)
    declared = groups.led_by_women((row.startup for row in rows if row.startup), period.ends)
    return [with_value(row, int(declared[row.startup])) for row in rows if row.startup in declared]


def with_value(row: Row, value: int, base: int = 1, key: str = "") -> Row:
    return Row(key or row.key, value, base, row.startup, row.site, row.programme, row.region, row.sector, row.month)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


@once
def reached(months: int, period: Period) -> list[tuple[Row, date]]:
    """Startups for which so many months of support passed in the period, and the day that happened."""
    return [
        (row, day)
        for row, began in _since_start(period.last)
        if period.first <= (day := months_later(began, months)) <= period.last
    ]


def surviving(months: int, period: Period) -> list[Row]:
    """Of those with an answer: 1 for a startup active in a period that ends on that day or later.

    “No longer active” before that day counts as no; an answer that ends after the period is not looked at.
    """
    due = reached(months, period)
    said: dict[uuid.UUID, list[tuple[date, int]]] = {}
    statement = (
        sa.select(Outcome.startup_id, Outcome.ends_on, Outcome.value)
        .where(Outcome.measure == Measure.ACTIVE, Outcome.value.is_not(None), Outcome.ends_on <= period.last)
        .order_by(Outcome.ends_on, Outcome.id)
    )
    for startup, ends_on, value in db.session.execute(statement) if due else ():
        said.setdefault(startup, []).append((ends_on, int(value or 0)))
    rows = []
    for row, day in due:
        known = said.get(row.startup, []) if row.startup else []
        after = [value for ends_on, value in known if ends_on >= day]
        if after:
            rows.append(with_value(row, int(after[-1] > 0)))
        elif any(value == 0 for _ends_on, value in known):
            rows.append(with_value(row, 0))
    return rows


def _only(rows: Iterable[tuple[Row, date]]) -> list[Row]:
    return [row for row, _day in rows]


INDICATORS = (
    Indicator(
        "startups_supported", N_("Startups supported"),
        N_("Startups with a participation or a residence on at least one day of the period, each counted once, at its"
           " latest place."),
        Unit.COUNT, Rule.DURING, SOURCE, OWNER, supported,
    ),
    Indicator(
        "startups_since_start", N_("Startups supported since the start"),
        N_("Startups that ever had a participation or a residence, each counted once."),
        Unit.COUNT, Rule.SINCE_START, SOURCE, OWNER, ever_supported,
    ),
    Indicator(
        BENEFICIARIES, N_("Beneficiaries of the roadmap"),
        N_("Startups whose first participation in a programme began since the first year of the roadmap."),
        Unit.COUNT, Rule.SINCE_START, SOURCE, OWNER, beneficiaries,
    ),
    Indicator(
        "completion_rate", N_("Completion of programmes"),
        N_("Completed participations divided by all that ended in the period."),
        Unit.SHARE, Rule.DURING, SOURCE, OWNER, ended,
    ),
    Indicator(
        "led_by_women", N_("Startups led by women"),
        N_("Supported startups that declared a team led by women, among those that declared. The others are left out."),
        Unit.SHARE, Rule.DURING, N_("What startups declared in their latest application"), OWNER, women,
        asked=supported,
    ),
    Indicator(
        "survival_18m", N_("Active after 18 months"),
        N_("Startups whose 18th month after their first support fell in the period: those still active, among those"
           " that answered."),
        Unit.SHARE, Rule.DURING, DECLARED, OWNER, lambda period: surviving(18, period),
        asked=lambda period: _only(reached(18, period)), yearly=True,
    ),
    Indicator(
        "survival_5y", N_("Active after 5 years"),
        N_("Startups whose 60th month after their first support fell in the period: those still active, among those"
           " that answered."),
        Unit.SHARE, Rule.DURING, DECLARED, OWNER, lambda period: surviving(60, period),
        asked=lambda period: _only(reached(60, period)), yearly=True,
    ),
)  # fmt: skip
