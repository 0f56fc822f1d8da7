"""What became of a startup after the yes: one figure, with its period and source."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Timestamped, one_of, text_enum
from app.outcomes.indicators import Indicator


class Outcome(Identified, Timestamped, Base):
    """A value, or “not available” (value NULL); money in integer dirhams."""

    __tablename__ = "outcome"
    __table_args__ = (sa.UniqueConstraint("application_id", "indicator", "year"), one_of("indicator", Indicator))

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id"), index=True)
    indicator: Mapped[Indicator] = mapped_column(text_enum(Indicator))
    year: Mapped[int]
    value: Mapped[int | None] = mapped_column(sa.BigInteger)
    source: Mapped[str] = mapped_column(sa.Text)
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]
