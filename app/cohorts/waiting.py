"""The waiting list for hosting of a site: order and measured wait; and the passes sold there."""

import uuid
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import HostingRequest, Pass
from app.cohorts.queries import Scope
from app.cohorts.states import HostingState
from app.cohorts.waits import Waits, measured
from app.core.clock import today
from app.core.db import db
from app.core.paging import Page, keyset, page_of
from app.startups.models import Startup

YEAR = timedelta(days=365)


def waiting(site_id: uuid.UUID, scope: Scope, *, limit: int = 200) -> list[Any]:
    """Who waits for a place at a site, in order; `place` counts everybody, also those the reader may not see."""
    place = sa.func.row_number().over(order_by=(HostingRequest.position, HostingRequest.id)).label("place")
    everybody = (
        sa.select(HostingRequest.id, place)
        .where(HostingRequest.site_id == site_id, HostingRequest.state == HostingState.WAITING)
        .subquery()
    )
    statement = (
        sa.select(
            HostingRequest.id, HostingRequest.startup_id, Startup.name.label("startup"), HostingRequest.seats,
            HostingRequest.asked_on, HostingRequest.position, HostingRequest.note, everybody.c.place,
        )
        .join(everybody, everybody.c.id == HostingRequest.id)
        .join(Startup, Startup.id == HostingRequest.startup_id)
        .where(scope)
        .order_by(everybody.c.place)
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement))


def waits(site_id: uuid.UUID) -> Waits:
    """Measured from those served at a site in the last 12 months."""
    statement = sa.select(HostingRequest.asked_on, HostingRequest.ended_on).where(
        HostingRequest.site_id == site_id,
        HostingRequest.state == HostingState.SERVED,
        HostingRequest.ended_on > today() - YEAR,
    )
    return measured([(asked, served) for asked, served in db.session.execute(statement) if served])


def passes(site_id: uuid.UUID, first: date, last: date, *, cursor: str | None = None, size: int = 50) -> Page[Any]:
    """Passes valid on a day of the period, cancelled ones too, in the order of their first days."""
    statement = sa.select(
        Pass.id, Pass.kind, Pass.holder_name, Pass.holder_email, Pass.starts_on, Pass.ends_on, Pass.cancelled_at
    ).where(Pass.site_id == site_id, Pass.starts_on <= last, Pass.ends_on >= first)
    statement, back = keyset(statement, [(Pass.starts_on, False), (Pass.id, False)], cursor, size)
    rows = db.session.execute(statement).all()
    return page_of(rows, [(row.starts_on, row.id) for row in rows], size=size, back=back, cursor=cursor)
