"""What became of a startup."""

import uuid

import sqlalchemy as sa

from app.core.db import db
from app.outcomes.models import Outcome


def of_startup(startup_id: uuid.UUID) -> list[Outcome]:
    """Figures of one startup, the latest period first."""
    statement = (
        sa.select(Outcome)
        .where(Outcome.startup_id == startup_id)
        .order_by(Outcome.ends_on.desc(), Outcome.measure, Outcome.id)
        .limit(200)
    )
    return list(db.session.scalars(statement))
