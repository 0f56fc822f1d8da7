"""Editions, who takes part, who stays where."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.cohorts.models import Edition, Participation, Residence
from app.core.db import db


def participations_of(startup_id: uuid.UUID) -> list[Participation]:
    """Every edition a startup takes or took part in, the latest first."""
    statement = (
        sa.select(Participation)
        .where(Participation.startup_id == startup_id)
        .options(
            joinedload(Participation.edition).joinedload(Edition.programme),
            joinedload(Participation.edition).joinedload(Edition.site),
        )
        .order_by(Participation.starts_on.desc(), Participation.id)
        .limit(50)
    )
    return list(db.session.scalars(statement))


def residences_of(startup_id: uuid.UUID) -> list[Residence]:
    """Every place a startup has or had at a site, the latest first."""
    statement = (
        sa.select(Residence)
        .where(Residence.startup_id == startup_id)
        .options(joinedload(Residence.site))
        .order_by(Residence.starts_on.desc(), Residence.id)
        .limit(50)
    )
    return list(db.session.scalars(statement))
