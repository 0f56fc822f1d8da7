"""Counting and locking of seats: the database keeps taken within offered, under any race."""

import uuid

import sqlalchemy as sa

from app.applications.models import Application, SeatHold
from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.programmes.models import Opening


def take(application: Application, opening_id: uuid.UUID) -> None:
    """Hold a seat for a file; the one it held elsewhere is freed. Raises Conflict when none is left."""
    held = db.session.get(SeatHold, application.id, populate_existing=True)
    if held is not None:
        if held.opening_id == opening_id:
            return
        for key in sorted((held.opening_id, opening_id)):  # two files that swap places never wait for each other
            db.session.get(Opening, key, with_for_update=True, populate_existing=True)
        free(application)
    opening = db.session.get(Opening, opening_id, with_for_update=True, populate_existing=True)
    if opening is None or opening.call_id != application.call_id:
        raise NotFound
    if opening.seats_taken >= opening.seats:
        raise Conflict(N_("No seat is left there. Choose another place, or the waiting list."), field="opening")
    opening.seats_taken += 1
    db.session.add(SeatHold(application_id=application.id, opening_id=opening_id, held_at=utcnow()))
    db.session.flush()


def free(application: Application) -> uuid.UUID | None:
    """Give back the seat a file holds, if any; returns the opening that has one more."""
    held = db.session.get(SeatHold, application.id, populate_existing=True)
    if held is None:
        return None
    opening = db.session.get(Opening, held.opening_id, with_for_update=True, populate_existing=True)
    if opening is None:
        raise NotFound
    opening.seats_taken -= 1
    db.session.delete(held)
    db.session.flush()
    return opening.id


def disagreements() -> list[uuid.UUID]:
    """Openings whose counter differs from their holds; empty unless somebody wrote by hand."""
    held = sa.select(sa.func.count()).where(SeatHold.opening_id == Opening.id).correlate(Opening).scalar_subquery()
    return list(db.session.scalars(sa.select(Opening.id).where(Opening.seats_taken != held)))
