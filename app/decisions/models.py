"""Decisions by named people, published in batches; offers, seats and the waiting list."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.applications.models import Application
from app.core.db import Base, Identified, Timestamped, one_of, text_enum
from app.decisions.states import BatchState, DecisionKind, DecisionState, ItemState, OfferState, WaitState
from app.programmes.models import Opening


def _only_one(name: str, column: str, condition: str) -> sa.Index:
    where = sa.text(condition)
    return sa.Index(name, column, unique=True, sqlite_where=where, postgresql_where=where)


class RefusalReason(Base):
    """A coded reason with the sentence that is sent. `about_fit` ones teach the matcher; others do not."""

    __tablename__ = "refusal_reason"

    code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    label: Mapped[dict[str, str]]
    sentence: Mapped[dict[str, str]]
    about_fit: Mapped[bool]
    position: Mapped[int] = mapped_column(default=0)


class Decision(Identified, Timestamped, Base):
    """What a named person decided; at most one is in force for a file."""

    __tablename__ = "decision"
    __table_args__ = (
        one_of("kind", DecisionKind),
        one_of("state", DecisionState),
        _only_one("uq_decision_in_force", "application_id", "state <> 'undone'"),
        sa.CheckConstraint("kind NOT IN ('accept', 'redirect', 'waitlist') OR opening_id IS NOT NULL",
                           name="place_means_opening"),
        sa.CheckConstraint("kind <> 'reject' OR reason_code IS NOT NULL", name="refusal_means_reason"),
        sa.CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_means_dated"),
        sa.Index("ix_decision_state", "state", "decided_at"),
    )  # fmt: skip

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(text_enum(DecisionKind))
    state: Mapped[DecisionState] = mapped_column(text_enum(DecisionState), default=DecisionState.PROVISIONAL)
    opening_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("opening.id"), index=True)
    reason_code: Mapped[str | None] = mapped_column(sa.ForeignKey("refusal_reason.code"))
    sentence: Mapped[str] = mapped_column(sa.Text, default="")
    feedback: Mapped[str] = mapped_column(sa.Text, default="")
    override_reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    batch_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("batch.id"))

    opening: Mapped[Opening | None] = relationship(lazy="raise_on_sql")
    application: Mapped[Application] = relationship(lazy="raise_on_sql")


class Batch(Identified, Timestamped, Base):
    """Decisions published together: a frozen list, confirmed by typing how many."""

    __tablename__ = "batch"
    __table_args__ = (one_of("state", BatchState),)

    call_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("call.id"), index=True)
    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    state: Mapped[BatchState] = mapped_column(text_enum(BatchState), default=BatchState.PREPARED)
    counts: Mapped[dict[str, Any]]
    hold_mail: Mapped[bool] = mapped_column(default=True)
    published_at: Mapped[datetime | None]

    items: Mapped[list["BatchItem"]] = relationship(lazy="raise_on_sql", order_by="BatchItem.position")


class BatchItem(Base):
    """One decision of the frozen list, and what became of it."""

    __tablename__ = "batch_item"
    __table_args__ = (one_of("state", ItemState),)

    batch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("batch.id", ondelete="CASCADE"), primary_key=True)
    decision_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("decision.id"), primary_key=True)
    position: Mapped[int]
    state: Mapped[ItemState] = mapped_column(text_enum(ItemState), default=ItemState.WAITING)
    message: Mapped[str] = mapped_column(sa.Text, default="")

    decision: Mapped[Decision] = relationship(lazy="raise_on_sql")


class Offer(Identified, Timestamped, Base):
    """A seat until a date. At most one is open or confirmed for a file."""

    __tablename__ = "offer"
    __table_args__ = (
        one_of("state", OfferState),
        _only_one("uq_offer_live", "application_id", "state IN ('open', 'confirmed')"),
        sa.CheckConstraint("state IN ('open', 'cancelled') OR answered_at IS NOT NULL", name="answered_means_dated"),
        sa.Index("ix_offer_expiry", "state", "expires_at"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"))
    opening_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("opening.id"))
    state: Mapped[OfferState] = mapped_column(text_enum(OfferState), default=OfferState.OPEN)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))

    opening: Mapped[Opening] = relationship(lazy="raise_on_sql")


class WaitlistEntry(Identified, Timestamped, Base):
    """A place in the order of those who wait for a seat of an opening."""

    __tablename__ = "waitlist_entry"
    __table_args__ = (
        one_of("state", WaitState),
        _only_one("uq_waitlist_entry_live", "application_id", "state = 'waiting'"),
        sa.Index("ix_waitlist_entry_order", "opening_id", "state", "position"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"))
    opening_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("opening.id"))
    position: Mapped[int]
    state: Mapped[WaitState] = mapped_column(text_enum(WaitState), default=WaitState.WAITING)
