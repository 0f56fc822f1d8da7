"""What the dashboard shows, counted once a day for every filter: numbers and keys, no words, no names of startups."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.applications.models import Application, Choice
from app.cohorts.models import Edition, HostingRequest, Participation, Residence
from app.cohorts.states import HostingState, ParticipationState
from app.core.clock import MOROCCO, today
from app.core.db import db
from app.programmes.models import Opening, Programme, Site
from app.reports import figures
from app.reports.indicators import intake
from app.reports.indicators.model import ALL, Figure, Indicator, Period, Place, Row, year
from app.reports.indicators.registry import REGISTRY
from app.reports.models import FrozenFigure
from app.reports.suppression import Showing, beside
from app.reviews.models import Assignment
from app.reviews.states import AssignmentState

LAST_12 = "last12"
NETWORK = "network"
YEARS_KEPT = 8


def last_twelve_months(day: date | None = None) -> Period:
    """The twelve months that end with the present one, up to today."""
    day = day or today()
    month = day.replace(day=1)
    first = (month.replace(year=month.year - 1) + timedelta(days=32)).replace(day=1)
    return Period(first, (month + timedelta(days=32)).replace(day=1) - timedelta(days=1))


def periods() -> dict[str, Period]:
    """The last twelve months, and each calendar year since the first file, participation, residence or frozen figure:
    the latest eight."""
    found = {LAST_12: last_twelve_months()}
    earliest: list[date | datetime | None] = [
        db.session.scalar(sa.select(sa.func.min(Application.submitted_at))),
        db.session.scalar(sa.select(sa.func.min(Participation.starts_on))),
        db.session.scalar(sa.select(sa.func.min(Residence.starts_on))),
        db.session.scalar(sa.select(sa.func.min(FrozenFigure.starts_on)).where(FrozenFigure.replaced_at.is_(None))),
    ]
    days = [one.astimezone(MOROCCO).date() if isinstance(one, datetime) else one for one in earliest if one is not None]
    last = today().year
    for number in range(last, max(min((day.year for day in days), default=last), last - YEARS_KEPT + 1) - 1, -1):
        found[str(number)] = year(number)
    return found


def key_of(period: str, place: Place) -> str:
    return f"{period}|{place.key}"


def places() -> list[Place]:
    """Everything, each site, each programme, and each pair that has an opening or an edition."""
    pairs: set[tuple[str, str]] = set()
    for table in (Opening, Edition):
        statement = (
            sa.select(Site.key, Programme.key)
            .select_from(table)
            .join(Site, Site.id == table.site_id)
            .join(Programme, Programme.id == table.programme_id)
            .distinct()
        )
        pairs |= {(site, programme) for site, programme in db.session.execute(statement)}
    sites = sorted(db.session.scalars(sa.select(Site.key)))
    programmes = sorted(db.session.scalars(sa.select(Programme.key)))
    return [
        ALL, *(Place(site=key) for key in sites), *(Place(programme=key) for key in programmes),
        *(Place(site, programme) for site, programme in sorted(pairs)),
    ]  # fmt: skip


Split = Callable[[Place], Sequence[Row]]


def split(rows: Sequence[Row]) -> Split:
    """Rows by place, each list made once."""
    by_site, by_programme = figures.by_name(rows, "site"), figures.by_name(rows, "programme")
    kept: dict[Place, Sequence[Row]] = {ALL: rows}

    def of(place: Place) -> Sequence[Row]:
        if place not in kept:
            start = by_site.get(place.site, []) if place.site else by_programme.get(place.programme, [])
            kept[place] = [row for row in start if place.holds(row)]
        return kept[place]

    return of


@dataclass(frozen=True, slots=True)
class Counted:
    """An indicator's rows for a period, ready to be cut by place."""

    indicator: Indicator
    rows: Split
    asked: Split | None
    showing: Showing

    @classmethod
    def of(cls, one: Indicator, period: Period) -> "Counted":
        rows = one.rows(period)
        return cls(one, split(rows), split(one.asked(period)) if one.asked else None, Showing(one, rows))

    def parts(self, place: Place, dimension: str) -> tuple[Mapping[str, Figure], frozenset[str]]:
        """(all, those that may be shown outside the team) at a place."""
        found = figures.parts(self.indicator, self.rows(place), None, dimension)
        return found, self.showing.parts(place, dimension, found)

    def plain(self, place: Place) -> dict[str, Any]:
        figure = self.indicator.of(self.rows(place), ALL, self.asked(place) if self.asked else None)
        return {**plain(figure), "hidden": not self.showing.allows(place, figure)}


def plain(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value, "base": figure.base, "size": figure.group_size, "asked": figure.asked,
    }  # fmt: skip


def contents(period_key: str, period: Period) -> Iterator[tuple[str, dict[str, Any]]]:
    """(key, content) for every place of one period; each table is read once, not once a place."""
    whole, period = period, period.until(today())
    stands = year(today().year - 1) if period_key == LAST_12 else whole
    now = {one.key: Counted.of(one, stands.until(today()) if one.yearly else period) for one in REGISTRY}
    before = {one.key: Counted.of(one, (stands if one.yearly else whole).before()) for one in REGISTRY}
    files, earlier = now["applications"].rows, before["applications"].rows
    steps = _steps(period)
    running, waiting = _participations(period), _waiting()
    for place in places():
        rows = files(place)
        yield (
            key_of(period_key, place),
            {
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "tiles": {
                    key: {
                        "now": one.plain(place),
                        "before": before[key].plain(place),
                        "year": stands.last.year if one.indicator.yearly and period_key == LAST_12 else None,
                    }
                    for key, one in now.items()
                },
                "filtered": place != ALL,
                "months": _months(whole, rows, earlier(place)),
                "funnel": _funnel(steps, place),
                "regions": _parts(now["applications"], place, "region"),
                "sectors": _parts(now["applications"], place, "sector"),
                "sites": _sites(place, now["occupancy"].rows(place), now["startups_supported"], waiting),
                "programmes": _programmes(place, running),
            },
        )


def _months(period: Period, rows: Sequence[Row], earlier: Sequence[Row]) -> list[list[Any]]:
    """[month, files, files of the same month a year before] for each month of the period."""
    now, before = Counter(row.month for row in rows), Counter(row.month for row in earlier)
    found, day = [], period.first
    while day <= period.last:
        past = f"{day.year - 1}-{day.month:02}"
        found.append([day.strftime("%Y-%m"), now[day.strftime("%Y-%m")], before[past]])
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _parts(counted: Counted, place: Place, dimension: str) -> list[list[Any]]:
    """[key, files, may be shown outside the team], the most frequent first."""
    found, shown = counted.parts(place, dimension)
    ordered = sorted(found.items(), key=lambda pair: (-(pair[1].value or 0), pair[0]))
    return [[key, figure.value or 0, key in shown] for key, figure in ordered]


STEPS = ("begun", "sent", "reviewed", "accepted", "confirmed")


def _steps(period: Period) -> dict[str, Split]:
    """Files of the period by how far they came; each a part of the one before."""
    sent = intake.sent(period)
    reviewed = set(
        db.session.scalars(
            sa.select(Assignment.application_id)
            .join(Application, Application.id == Assignment.application_id)
            .where(
                Assignment.state == AssignmentState.SUBMITTED,
                Application.submitted_at >= period.begins,
                Application.submitted_at < period.ends,
            )
            .distinct()
        )
    )
    drafts = db.session.execute(
        sa.select(Application.id, sa.func.coalesce(Site.key, ""), sa.func.coalesce(Programme.key, ""))
        .outerjoin(Choice, sa.and_(Choice.application_id == Application.id, Choice.rank == 1))
        .outerjoin(Opening, Opening.id == Choice.opening_id)
        .outerjoin(Site, Site.id == Opening.site_id)
        .outerjoin(Programme, Programme.id == Opening.programme_id)
        .where(
            Application.submitted_at.is_(None),
            Application.created_at >= period.begins,
            Application.created_at < period.ends,
        )
    )
    rows = [intake.row_of(file) for file in sent]
    begun = [Row(f"application:{key}", site=site, programme=programme) for key, site, programme in drafts]
    return {
        "begun": split([*rows, *begun]),
        "sent": split(rows),
        "reviewed": split([intake.row_of(file) for file in sent if file.id in reviewed]),
        "accepted": split([intake.row_of(file) for file in sent if intake.admitted(file)]),
        "confirmed": split([intake.row_of(file) for file in sent if file.stage in intake.CONFIRMED]),
    }


def _funnel(steps: Mapping[str, Split], place: Place) -> list[list[Any]]:
    return [[step, len(steps[step](place))] for step in STEPS]


def _waiting() -> dict[str, int]:
    """Startups that wait for a place, by site."""
    statement = (
        sa.select(Site.key, sa.func.count())
        .join(HostingRequest, HostingRequest.site_id == Site.id)
        .where(HostingRequest.state == HostingState.WAITING)
        .group_by(Site.key)
    )
    return {key: count for key, count in db.session.execute(statement)}


def _sites(place: Place, occupancy: Sequence[Row], supported: Counted, waiting: Mapping[str, int]) -> list[list[Any]]:
    """[site, workplace-days taken, workplace-days there were, startups there, may be shown, waiting for a place]."""
    taken, there = figures.by_name(occupancy, "site"), figures.by_name(supported.rows(place), "site")
    _found, shown = supported.parts(place, "site")
    names = sorted({*taken, *there, *(waiting if not place.site and not place.programme else ())} - {""})
    return [
        [
            name, sum(row.value for row in taken.get(name, ())), sum(row.base for row in taken.get(name, ())),
            len(there.get(name, ())), name in shown or name not in there, waiting.get(name, 0),
        ]
        for name in names
    ]  # fmt: skip


def _participations(period: Period) -> list[tuple[str, str, ParticipationState, uuid.UUID]]:
    statement = (
        sa.select(Site.key, Programme.key, Participation.state, Participation.startup_id)
        .join(Edition, Edition.id == Participation.edition_id)
        .join(Site, Site.id == Edition.site_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(
            Participation.starts_on <= period.last,
            sa.or_(Participation.ended_on.is_(None), Participation.ended_on >= period.first),
        )
        .order_by(Participation.id)
    )
    return [(site, programme, state, startup) for site, programme, state, startup in db.session.execute(statement)]


def _programmes(place: Place, rows: Sequence[tuple[str, str, ParticipationState, uuid.UUID]]) -> list[list[Any]]:
    """[programme, taking part, finished, left, states that may be shown] of participations that overlap the period."""
    found: dict[str, Counter[ParticipationState]] = {}
    for site, programme, state, _startup in rows:
        if (not place.site or site == place.site) and (not place.programme or programme == place.programme):
            found.setdefault(programme, Counter())[state] += 1
    states = (ParticipationState.ACTIVE, ParticipationState.COMPLETED, ParticipationState.LEFT)
    return [
        [key, *(count[state] for state in states), sorted(beside({state.value: count[state] for state in states}))]
        for key, count in sorted(found.items())
    ]
