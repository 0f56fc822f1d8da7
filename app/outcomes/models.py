"""What became of a startup: figures by period, rounds, loans and grants, and the returns that ask for them."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, JsonType, Timestamped, one_of, text_enum
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.states import CampaignState, ReturnState
from app.startups.models import Startup


class Sourced:
    """Where a figure comes from, who entered it and who verified it; a correction takes the verification away.

    `currency`, `foreign_amount` (units of it) and `rate_micro` (dirhams for one unit, in millionths) are kept when
    the amount was given in a foreign currency; the value is always in dirhams.
    """

    currency: Mapped[str] = mapped_column(sa.String(3), default="MAD")
    foreign_amount: Mapped[int | None] = mapped_column(sa.BigInteger)
    rate_micro: Mapped[int | None] = mapped_column(sa.BigInteger)
    source: Mapped[str] = mapped_column(sa.Text, default="")
    evidence_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    verified_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]


def _signed() -> sa.CheckConstraint:
    return sa.CheckConstraint("verified_at IS NULL OR verified_by_id IS NOT NULL", name="verified_means_signed")


def _foreign() -> sa.CheckConstraint:
    return sa.CheckConstraint(
        "currency = 'MAD' OR (foreign_amount IS NOT NULL AND rate_micro IS NOT NULL)", name="foreign_means_rate"
    )


class Outcome(Identified, Timestamped, Sourced, Base):
    """One measure of a startup for a period (both days included): a value, or “not available” (NULL).

    `detail` is {country code: customers} for customers abroad.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        sa.UniqueConstraint("startup_id", "measure", "starts_on", "ends_on"),
        one_of("measure", Measure),
        sa.CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
        _signed(),
        _foreign(),
        sa.Index("ix_outcome_period", "measure", "ends_on"),
    )

    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id"))
    measure: Mapped[Measure] = mapped_column(text_enum(Measure))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    value: Mapped[int | None] = mapped_column(sa.BigInteger)
    detail: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    return_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("startup_return.id"), index=True)

    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")


class Funding(Identified, Timestamped, Sourced, Base):
    """A round, a loan or a grant: date, dirhams, kind, and from whom. A removed one stays, with its day."""

    __tablename__ = "funding"
    __table_args__ = (
        one_of("kind", FundingKind),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        _signed(),
        _foreign(),
        sa.Index("ix_funding_day", "received_on"),
    )

    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    kind: Mapped[FundingKind] = mapped_column(text_enum(FundingKind))
    received_on: Mapped[date]
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    from_whom: Mapped[str] = mapped_column(default="")
    return_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("startup_return.id"), index=True)
    removed_at: Mapped[datetime | None]

    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")


class Campaign(Identified, Timestamped, Base):
    """Asks many startups for the same period. `audience` = {programmes: [keys], sites: [keys]}; empty lists: all."""

    __tablename__ = "campaign"
    __table_args__ = (
        one_of("state", CampaignState),
        sa.CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
        sa.CheckConstraint("state = 'draft' OR opened_at IS NOT NULL", name="open_means_dated"),
    )

    name: Mapped[dict[str, str]]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    deadline_at: Mapped[datetime]
    form_version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_version.id"))
    audience: Mapped[dict[str, Any]]
    reminder_days: Mapped[list[Any]] = mapped_column(JsonType, default=list)
    state: Mapped[CampaignState] = mapped_column(text_enum(CampaignState), default=CampaignState.DRAFT)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))


class Return(Identified, Timestamped, Base):
    """One startup's answers about the period of a campaign, kept as typed until they are sent; once for a period.

    `answers` = {question key: value}; `asked_back` = {question key: why}, what looked odd when it was sent; `told`,
    what was noted from the last sending; `row_version` decides between two people who fill it at once.
    """

    __tablename__ = "startup_return"
    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "startup_id"),
        sa.UniqueConstraint("startup_id", "starts_on", "ends_on"),
        one_of("state", ReturnState),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_means_dated"),
        sa.Index("ix_startup_return_board", "campaign_id", "state", "id"),
    )

    campaign_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("campaign.id"))
    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[ReturnState] = mapped_column(text_enum(ReturnState), default=ReturnState.WAITING)
    answers: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict)
    asked_back: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict)
    told: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict)
    evidence_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    row_version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime | None]
    saved_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    reminded_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)

    campaign: Mapped[Campaign] = relationship(lazy="raise_on_sql")
    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")


class ReminderChoice(Base):
    """How often a startup wants to be reminded of returns: each time, once, or never. No row: each time."""

    __tablename__ = "reminder_choice"
    __table_args__ = (sa.CheckConstraint("often IN ('each', 'once', 'never')", name="often_known"),)

    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id", ondelete="CASCADE"), primary_key=True)
    often: Mapped[str] = mapped_column(sa.String(10))
    chosen_at: Mapped[datetime]
