"""A message is a rendered row; what was sent can be read years later."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Identified, Timestamped, one_of, text_enum
from app.mail.purposes import Purpose
from app.mail.states import MessageState


class Message(Identified, Timestamped, Base):
    """One mail to one address. `about_id` is the file it speaks of; `batch_id` the publication.

    `blocked`: the last try failed for a setting of this installation. `stop_link`: how to receive no more of them.
    """

    __tablename__ = "message"
    __table_args__ = (
        one_of("state", MessageState),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_means_dated"),
        sa.Index("ix_message_outbox", "state", "created_at", "id"),
    )

    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose))
    to_email: Mapped[str] = mapped_column(sa.String(320))
    to_name: Mapped[str] = mapped_column(default="")
    person_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(sa.String(2))
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[MessageState] = mapped_column(text_enum(MessageState))
    about_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    batch_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    once_key: Mapped[str | None] = mapped_column(unique=True)
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[datetime | None]
    blocked: Mapped[bool] = mapped_column(default=False)
    stop_link: Mapped[str] = mapped_column(sa.Text, default="")
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    sent_at: Mapped[datetime | None]
