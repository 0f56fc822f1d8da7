"""Model versions, and what they recommended."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import utcnow
from app.core.db import Base, Identified, JsonType, Timestamped, one_of, text_enum
from app.matching.states import ModelState


class ModelVersion(Identified, Timestamped, Base):
    """A trained bundle in its folder, with its manifest. At most one is the champion."""

    __tablename__ = "model_version"
    __table_args__ = (
        one_of("state", ModelState),
        sa.Index(
            "uq_model_version_champion", "state", unique=True,
            sqlite_where=sa.text("state = 'champion'"), postgresql_where=sa.text("state = 'champion'"),
        ),
    )  # fmt: skip

    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[ModelState] = mapped_column(text_enum(ModelState), default=ModelState.CANDIDATE)
    folder: Mapped[str]
    manifest: Mapped[dict[str, Any]]
    promoted_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")


class Recommendation(Identified, Base):
    """What was recommended for a sent application; never rewritten by a later model.

    `items` holds the openings best first, each with fit, confidence, reasons and changes, as data:
    the sentences are written when it is shown. `model_number` is NULL for the rules-only baseline.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        sa.UniqueConstraint("application_id"),
        sa.Index("ix_recommendation_fit", "application_id", "best_fit"),  # sorting by fit reads no card
    )

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"))
    model_number: Mapped[int | None] = mapped_column(sa.ForeignKey("model_version.number"))
    computed_at: Mapped[datetime] = mapped_column(default=utcnow)
    snapshot_sha256: Mapped[str] = mapped_column(sa.String(64))
    best_opening_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("opening.id"))
    best_fit: Mapped[int | None]
    items: Mapped[list[Any]] = mapped_column(JsonType)
