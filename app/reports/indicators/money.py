"""Indicators of growth: jobs, funds raised, loans and grants, exports."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.i18n import N_
from app.outcomes.measures import AIDS, Measure
from app.outcomes.models import Funding, Outcome
from app.reports.indicators.model import Indicator, Period, Row, Rule, Unit
from app.reports.indicators.support import DECLARED, OWNER, ever_supported, supported, with_value

VERIFIED = N_("Rounds, loans and grants noted in Wijha and verified by the team")
MOSTLY = 60
"""Percent of turnover abroad above which a startup makes most of it there (board figures of 2023)."""


def latest(measure: Measure, period: Period) -> dict[uuid.UUID, int]:
    """The latest value of each startup for a period that ends inside this one; “not available” is no value."""
    rows = db.session.execute(
        sa.select(Outcome.startup_id, Outcome.value)
        .where(
            Outcome.measure == measure,
            Outcome.value.is_not(None),
            Outcome.ends_on >= period.first,
            Outcome.ends_on <= period.last,
        )
        .order_by(Outcome.ends_on, Outcome.starts_on.desc(), Outcome.id)
    )
    return {startup: int(value) for startup, value in rows if value is not None}


Span = tuple[date, date]
WHOLE_YEAR = 300
"""Days from which a figure is taken for a whole year rather than a half."""


def _spans(measure: Measure, period: Period) -> dict[uuid.UUID, dict[Span, int]]:
    """Every known value of each startup by the days it covers, for figures that end inside the period."""
    found: dict[uuid.UUID, dict[Span, int]] = {}
    rows = db.session.execute(
        sa.select(Outcome.startup_id, Outcome.starts_on, Outcome.ends_on, Outcome.value).where(
            Outcome.measure == measure,
            Outcome.value.is_not(None),
            Outcome.ends_on >= period.first,
            Outcome.ends_on <= period.last,
        )
    )
    for startup, first, last, value in rows:
        found.setdefault(startup, {})[first, last] = int(value or 0)
    return found


def _chosen(spans: Iterable[Span]) -> list[Span]:
    """The latest whole year where there is one, else every half: never both."""
    years = [span for span in spans if (span[1] - span[0]).days >= WHOLE_YEAR]
    return [max(years, key=lambda span: span[1])] if years else list(spans)


def _abroad(period: Period) -> dict[uuid.UUID, int]:
    known = _spans(Measure.TURNOVER_ABROAD, period)
    return {startup: sum(spans[one] for one in _chosen(spans)) for startup, spans in known.items()}


def jobs(period: Period) -> list[Row]:
    found = latest(Measure.JOBS, period)
    return [with_value(row, found[row.startup]) for row in supported(period) if row.startup in found]


def exporters(period: Period) -> list[Row]:
    found = _abroad(period)
    return [with_value(row, int(found[row.startup] > 0)) for row in supported(period) if row.startup in found]


def mostly_abroad(period: Period) -> list[Row]:
    """Of those that export and gave both figures for the same days: 1 where more than 60 % of turnover is abroad."""
    exporting, abroad, whole = (
        _abroad(period),
        _spans(Measure.TURNOVER_ABROAD, period),
        _spans(Measure.TURNOVER, period),
    )
    rows = []
    for row in supported(period):
        if row.startup and exporting.get(row.startup, 0) > 0:
            known = whole.get(row.startup, {})
            both = _chosen([span for span in abroad[row.startup] if span in known])
            total = sum(known[span] for span in both)
            if total > 0:
                part = sum(abroad[row.startup][span] for span in both)
                rows.append(with_value(row, int(part * 100 > MOSTLY * total)))
    return rows


def _who_exports(period: Period) -> list[Row]:
    return [row for row in exporters(period) if row.value]


def _received(period: Period, *kinds: Any) -> list[Row]:
    """Verified amounts received in the period by startups that were supported by then."""
    places = {row.startup: row for row in ever_supported(period)}
    statement = (
        sa.select(Funding.id, Funding.startup_id, Funding.amount, Funding.received_on)
        .where(
            Funding.removed_at.is_(None),
            Funding.verified_at.is_not(None),
            Funding.received_on >= period.first,
            Funding.received_on <= period.last,
            *kinds,
        )
        .order_by(Funding.received_on, Funding.id)
    )
    return [
        with_value(places[startup], amount, key=f"funding:{key}")
        for key, startup, amount, _day in db.session.execute(statement)
        if startup in places
    ]


def raised(period: Period) -> list[Row]:
    return _received(period, Funding.kind.not_in(AIDS))


def aids(period: Period) -> list[Row]:
    return _received(period, Funding.kind.in_(AIDS))


INDICATORS = (
    Indicator(
        "jobs", N_("Jobs in the startups"),
        N_("Sum of the latest number of jobs each supported startup gave for the period. Nothing is estimated."),
        Unit.COUNT, Rule.AT_END, DECLARED, OWNER, jobs, asked=supported, yearly=True,
    ),
    Indicator(
        "funds_raised", N_("Funds raised"),
        N_("Sum of the verified rounds that supported startups received in the period, in dirhams. Loans and grants are"
           " not in it."),
        Unit.DIRHAMS, Rule.DURING, VERIFIED, OWNER, raised,
    ),
    Indicator(
        "loans_grants", N_("Loans and grants"),
        N_("Sum of the verified loans and grants that supported startups received in the period, in dirhams."),
        Unit.DIRHAMS, Rule.DURING, VERIFIED, OWNER, aids,
    ),
    Indicator(
        "exporters", N_("Startups that export"),
        N_("Supported startups with turnover abroad in the period, among those that answered."),
        Unit.SHARE, Rule.DURING, DECLARED, OWNER, exporters, asked=supported, yearly=True,
    ),
    Indicator(
        "mostly_abroad", N_("Exporters with more than 60 percent abroad"),
        N_("Exporting startups with more than 60 percent of their turnover abroad, among exporters that gave both"
           " figures."),
        Unit.SHARE, Rule.DURING, DECLARED, OWNER, mostly_abroad, asked=_who_exports, yearly=True,
    ),
)  # fmt: skip
