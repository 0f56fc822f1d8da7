"""Seats left and people waiting at the places of a call, as everybody may know them: published answers only."""

import uuid
from collections.abc import Mapping

import sqlalchemy as sa

from app.core.db import db
from app.decisions.models import Offer, WaitlistEntry
from app.decisions.states import OfferState, WaitState
from app.matching.adapter import Supply
from app.programmes.models import Opening


def supply(call_id: uuid.UUID) -> Mapping[uuid.UUID, Supply]:
    """For each opening of a call, in one statement. A provisional yes takes nothing here: nobody may know of it."""
    given = _count(Offer.opening_id, Offer.state.in_((OfferState.OPEN, OfferState.CONFIRMED)))
    waiting = _count(WaitlistEntry.opening_id, WaitlistEntry.state == WaitState.WAITING)
    statement = (
        sa.select(
            Opening.id,
            Opening.seats,
            sa.func.coalesce(given.c.number, 0),
            sa.func.coalesce(waiting.c.number, 0),
        )
        .outerjoin(given, given.c.opening_id == Opening.id)
        .outerjoin(waiting, waiting.c.opening_id == Opening.id)
        .where(Opening.call_id == call_id)
    )
    return {key: Supply(max(seats - taken, 0), crowd) for key, seats, taken, crowd in db.session.execute(statement)}


def _count(opening_id: sa.orm.InstrumentedAttribute[uuid.UUID], condition: sa.ColumnElement[bool]) -> sa.Subquery:
    return (
        sa.select(opening_id.label("opening_id"), sa.func.count().label("number"))
        .where(condition)
        .group_by(opening_id)
        .subquery()
    )
