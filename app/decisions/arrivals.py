"""Who confirmed a place of a programme at a site and is not yet in an edition of it."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.applications.models import Application
from app.applications.states import Stage
from app.cohorts.models import Edition, Participation
from app.core.db import db
from app.decisions.models import Offer
from app.decisions.states import OfferState
from app.programmes.models import Opening
from app.startups.models import Startup


def waiting(
    edition: Edition, *, scope: sa.ColumnElement[bool], only: Sequence[uuid.UUID] | None = None, limit: int = 200
) -> list[Any]:
    """Application, reference, startup and the moment of the confirmation; who confirmed first stands first.

    Files that began before editions were kept (onboarded without one) wait here too. `scope` is about applications.
    """
    statement = (
        sa.select(
            Application.id, Application.reference, Application.startup_id, Startup.name.label("startup"),
            Offer.answered_at.label("confirmed_at"),
        )
        .join(Offer, sa.and_(Offer.application_id == Application.id, Offer.state == OfferState.CONFIRMED))
        .join(Opening, Opening.id == Offer.opening_id)
        .join(Startup, Startup.id == Application.startup_id)
        .where(
            Opening.programme_id == edition.programme_id,
            Opening.site_id == edition.site_id,
            Application.stage.in_((Stage.CONFIRMED, Stage.ONBOARDED)),
            ~sa.exists().where(Participation.application_id == Application.id).correlate(Application),
            scope,
        )
        .order_by(Offer.answered_at, Application.id)
        .limit(limit)
    )  # fmt: skip
    if only is not None:
        statement = statement.where(Application.id.in_(only))
    return list(db.session.execute(statement))
