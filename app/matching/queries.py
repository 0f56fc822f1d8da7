"""Model versions and stored recommendations."""

import uuid

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.matching.models import ModelVersion, Recommendation
from app.matching.states import ModelState


def of_application(application_id: uuid.UUID) -> Recommendation | None:
    statement = sa.select(Recommendation).where(Recommendation.application_id == application_id)
    return db.session.scalars(statement).one_or_none()


def versions(*, limit: int = 100) -> list[ModelVersion]:
    """Model versions, the latest first."""
    return list(db.session.scalars(sa.select(ModelVersion).order_by(ModelVersion.number.desc()).limit(limit)))


def version(number: int, *, lock: bool = False) -> ModelVersion:
    statement = sa.select(ModelVersion).where(ModelVersion.number == number)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def champion(*, lock: bool = False) -> ModelVersion | None:
    statement = sa.select(ModelVersion).where(ModelVersion.state == ModelState.CHAMPION)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def next_number() -> int:
    return (db.session.scalar(sa.select(sa.func.max(ModelVersion.number))) or 0) + 1
