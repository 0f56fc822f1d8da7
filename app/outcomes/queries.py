"""Outcomes of a file."""

import uuid

import sqlalchemy as sa

from app.core.db import db
from app.outcomes.models import Outcome


def of_application(application_id: uuid.UUID) -> list[Outcome]:
    """Figures of one startup, the latest year first."""
    statement = (
        sa.select(Outcome)
        .where(Outcome.application_id == application_id)
        .order_by(Outcome.year.desc(), Outcome.indicator, Outcome.id)
        .limit(200)
    )
    return list(db.session.scalars(statement))
