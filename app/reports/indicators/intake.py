"""Indicators of the calls: applications, admission, confirmation, time to a decision."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.applications.models import Answer, Application, Choice
from app.applications.states import Stage
from app.core.clock import MOROCCO
from app.core.db import db
from app.core.i18n import N_
from app.decisions.models import Decision, Offer
from app.decisions.states import DecisionKind, DecisionState, OfferState
from app.programmes.models import Opening, Programme, Site
from app.reports.indicators.model import Indicator, Period, Row, Rule, Unit
from app.reports.indicators.reading import once

SOURCE = N_("Files sent through Wijha")
OWNER = N_("Programme lead")
CONFIRMED = frozenset({Stage.CONFIRMED, Stage.ONBOARDED, Stage.GRADUATED, Stage.EXITED})


class Sent(NamedTuple):
    """A sent file. Its place is that of the published answer, else its first wish; `kind` is None before the answer."""

    id: UUID
    startup_id: UUID
    stage: Stage
    submitted_at: datetime
    kind: DecisionKind | None
    decided_at: datetime | None
    site: str
    programme: str
    region: str
    sector: str


def _answer(key: str) -> tuple[Any, Any, Any]:
    table = aliased(Answer, name=f"answer_{key}")
    value = sa.func.coalesce(sa.func.trim(sa.cast(table.value, sa.Text), '"'), "")
    return table, sa.and_(table.application_id == Application.id, table.question_key == key), value


@once
def sent(period: Period) -> list[Sent]:
    """Files sent in the period, in one statement, in the order they came."""
    wished, given = aliased(Opening, name="wished"), aliased(Opening, name="given")
    region, on_region, region_value = _answer("home_region")
    sector, on_sector, sector_value = _answer("sector")
    published = sa.and_(Decision.application_id == Application.id, Decision.state == DecisionState.PUBLISHED)
    place = sa.func.coalesce(given.site_id, wished.site_id)
    what = sa.func.coalesce(given.programme_id, wished.programme_id)
    statement = (
        sa.select(
            Application.id, Application.startup_id, Application.stage, Application.submitted_at, Decision.kind,
            Decision.decided_at, sa.func.coalesce(Site.key, ""), sa.func.coalesce(Programme.key, ""),
            region_value, sector_value,
        )
        .outerjoin(Decision, published)
        .outerjoin(given, given.id == Decision.opening_id)
        .outerjoin(Choice, sa.and_(Choice.application_id == Application.id, Choice.rank == 1))
        .outerjoin(wished, wished.id == Choice.opening_id)
        .outerjoin(Site, Site.id == place)
        .outerjoin(Programme, Programme.id == what)
        .outerjoin(region, on_region)
        .outerjoin(sector, on_sector)
        .where(Application.submitted_at >= period.begins, Application.submitted_at < period.ends)
        .order_by(Application.submitted_at, Application.id)
    )  # fmt: skip
    return [Sent(*row) for row in db.session.execute(statement)]


def row_of(file: Sent, value: int = 1, base: int = 1) -> Row:
    month = file.submitted_at.astimezone(MOROCCO).strftime("%Y-%m")
    return Row(
        f"application:{file.id}", value, base, file.startup_id, file.site, file.programme, file.region, file.sector,
        month,
    )  # fmt: skip


def days(file: Sent) -> int:
    return (file.decided_at - file.submitted_at).days if file.decided_at else 0


def admitted(file: Sent) -> int:
    return int(file.kind is DecisionKind.ACCEPT)


def _files(turn: Callable[[Sent], Row | None]) -> Callable[[Period], list[Row]]:
    return lambda period: [row for file in sent(period) if (row := turn(file)) is not None]


def offers(period: Period) -> list[Row]:
    """Offers answered or expired in the period: 1 for a confirmed one."""
    statement = (
        sa.select(Offer.id, Offer.state, Application.startup_id, Site.key, Programme.key, Site.region_code)
        .join(Application, Application.id == Offer.application_id)
        .join(Opening, Opening.id == Offer.opening_id)
        .join(Site, Site.id == Opening.site_id)
        .join(Programme, Programme.id == Opening.programme_id)
        .where(
            Offer.state.in_((OfferState.CONFIRMED, OfferState.DECLINED, OfferState.EXPIRED)),
            Offer.answered_at >= period.begins,
            Offer.answered_at < period.ends,
        )
        .order_by(Offer.id)
    )
    return [
        Row(f"offer:{key}", int(state is OfferState.CONFIRMED), 1, startup, site, programme, region)
        for key, state, startup, site, programme, region in db.session.execute(statement)
    ]


INDICATORS = (
    Indicator(
        "applications", N_("Applications sent"), N_("Files sent in the period, withdrawn ones included."),
        Unit.COUNT, Rule.DURING, SOURCE, OWNER, _files(row_of),
    ),
    Indicator(
        "admission_rate", N_("Admission rate"),
        N_("Published places divided by all published answers, for files sent in the period."),
        Unit.SHARE, Rule.DURING, SOURCE, OWNER,
        _files(lambda file: row_of(file, admitted(file)) if file.kind is not None else None), goal=0,
    ),
    Indicator(
        "confirmation_rate", N_("Confirmation rate"),
        N_("Confirmed places divided by places that were confirmed, declined or left unanswered in the period."),
        Unit.SHARE, Rule.DURING, SOURCE, OWNER, offers,
    ),
    Indicator(
        "decision_days", N_("Median time to a decision"),
        N_("Days from sending to the decision, for files sent in the period whose answer is published."),
        Unit.DAYS, Rule.DURING, SOURCE, OWNER,
        _files(lambda file: row_of(file, days(file)) if file.kind is not None else None), median=True, goal=-1,
    ),
)  # fmt: skip
