"""What came of an event: the list, and which startups and rounds can be named, within a reader's startups."""

import uuid
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.events.models import EventResult, Registration
from app.events.states import RegistrationState
from app.outcomes.models import Funding
from app.startups.models import Startup

Within = sa.ColumnElement[bool]
"""A clause about Startup.id: which startups the person may follow up."""


def listed(event_id: uuid.UUID, within: Within, *, limit: int = 200) -> list[Any]:
    """The latest first, with the startup, and the amount of a round."""
    statement = (
        sa.select(
            EventResult.id, EventResult.kind, EventResult.note, EventResult.noted_on, EventResult.noted_by_id,
            Startup.id.label("startup_id"), Startup.name.label("startup"), Funding.amount, Funding.received_on,
            Funding.removed_at,
        )
        .join(Startup, Startup.id == EventResult.startup_id)
        .outerjoin(Funding, Funding.id == EventResult.funding_id)
        .where(EventResult.event_id == event_id, within)
        .order_by(EventResult.noted_on.desc(), EventResult.created_at.desc(), EventResult.id)
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement))


def startups(event_id: uuid.UUID, within: Within, *, words: str = "", limit: int = 100) -> list[Any]:
    """Those with somebody registered at the event; with `words`, also those of this name."""
    there = sa.select(Registration.startup_id).where(
        Registration.event_id == event_id, Registration.startup_id.is_not(None),
        Registration.state != RegistrationState.CANCELLED,
    )  # fmt: skip
    asked: sa.ColumnElement[bool] = Startup.id.in_(there)
    if words:
        asked = sa.or_(asked, Startup.name.icontains(words, autoescape=True))
    statement = sa.select(Startup.id, Startup.name).where(within, asked).order_by(Startup.name, Startup.id).limit(limit)
    return list(db.session.execute(statement))


def rounds(startup_ids: list[uuid.UUID], *, limit: int = 200) -> list[Any]:
    """Rounds, loans and grants of these startups that were not removed, the latest first."""
    statement = (
        sa.select(Funding.id, Funding.startup_id, Funding.kind, Funding.amount, Funding.received_on, Startup.name)
        .join(Startup, Startup.id == Funding.startup_id)
        .where(Funding.startup_id.in_(startup_ids), Funding.removed_at.is_(None))
        .order_by(Startup.name, Funding.received_on.desc(), Funding.id)
        .limit(limit)
    )
    return list(db.session.execute(statement))
