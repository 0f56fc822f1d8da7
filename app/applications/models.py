"""An application, its answers, the immutable copies made when it was sent, and its checks."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.applications.states import Shown, Stage
from app.core.clock import utcnow
from app.core.db import Base, Identified, JsonType, Timestamped, one_of, text_enum
from app.programmes.models import Call, EligibilityRule, Opening
from app.programmes.rules import Outcome
from app.startups.models import Startup


class Application(Identified, Timestamped, Base):
    """One startup's answer to one call. `stage` and `shown` are written only by services.transition.

    `row_version` counts the applicant's own changes: two tabs or two people never overwrite in silence.
    """

    __tablename__ = "application"
    __table_args__ = (
        sa.UniqueConstraint("call_id", "startup_id"),
        one_of("stage", Stage),
        one_of("shown", Shown),
        sa.CheckConstraint(
            "stage IN ('draft', 'expired', 'withdrawn') OR (submitted_at IS NOT NULL AND reference IS NOT NULL)",
            name="submitted_means_dated",
        ),
        sa.CheckConstraint("stage <> 'withdrawn' OR withdrawn_reason IS NOT NULL", name="withdrawn_means_reason"),
        sa.CheckConstraint("stage NOT IN ('offered') OR shown = 'offered'", name="offered_means_shown"),
        sa.CheckConstraint(
            "stage NOT IN ('draft', 'submitted', 'eligible', 'needs_human_check', 'ineligible', "
            "'under_review', 'decided') OR shown = 'nothing'",
            name="undecided_means_nothing_shown",
        ),
        sa.CheckConstraint("submitted_at IS NULL OR consent_at IS NOT NULL", name="submitted_means_consent"),
        sa.Index("ix_application_inbox", "call_id", "submitted_at", "id"),
        sa.Index("ix_application_stage", "call_id", "stage", "submitted_at", "id"),
    )

    call_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("call.id"))
    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    form_version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_version.id"))
    created_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    reference: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    language: Mapped[str] = mapped_column(sa.String(2), default="fr")
    stage: Mapped[Stage] = mapped_column(text_enum(Stage), default=Stage.DRAFT)
    shown: Mapped[Shown] = mapped_column(text_enum(Shown), default=Shown.NOTHING)
    row_version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(default=utcnow)
    saved_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    team_chooses: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime | None]
    consent_version: Mapped[str | None] = mapped_column(sa.String(40))
    consent_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(sa.Text)

    call: Mapped[Call] = relationship(lazy="raise_on_sql")
    startup: Mapped[Startup] = relationship(lazy="raise_on_sql")
    choices: Mapped[list["Choice"]] = relationship(
        lazy="raise_on_sql", order_by="Choice.rank", cascade="all, delete-orphan"
    )


class Answer(Base):
    """A value under a stable question key; it remembers the form version it was typed into."""

    __tablename__ = "answer"

    application_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("application.id", ondelete="CASCADE"), primary_key=True
    )
    question_key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JsonType, nullable=True)
    form_version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_version.id"))
    row_version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))


class Choice(Identified, Base):
    """A ranked wish: first, second or third opening."""

    __tablename__ = "choice"
    __table_args__ = (
        sa.UniqueConstraint("application_id", "rank"),
        sa.UniqueConstraint("application_id", "opening_id"),
        sa.CheckConstraint("rank BETWEEN 1 AND 3", name="rank_one_to_three"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"))
    rank: Mapped[int]
    opening_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("opening.id"), index=True)

    opening: Mapped[Opening] = relationship(lazy="raise_on_sql")


class Snapshot(Identified, Base):
    """The copy made at submission, as canonical JSON with its SHA-256. Never updated."""

    __tablename__ = "snapshot"
    __table_args__ = (sa.UniqueConstraint("application_id", "number"),)

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    content: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime] = mapped_column(default=utcnow)


class RuleResult(Identified, Base):
    """What a rule said of a sent application, with the value it saw."""

    __tablename__ = "rule_result"
    __table_args__ = (sa.UniqueConstraint("application_id", "rule_id"), one_of("outcome", Outcome))

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"))
    rule_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("eligibility_rule.id"))
    opening_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("opening.id"), index=True)
    rule_version: Mapped[int] = mapped_column(default=1)
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome))
    value_seen: Mapped[Any] = mapped_column(JsonType, nullable=True)
    checked_at: Mapped[datetime] = mapped_column(default=utcnow)

    rule: Mapped[EligibilityRule] = relationship(lazy="raise_on_sql")


class ApplicationText(Base):
    """The folded words of a sent application, for search only."""

    __tablename__ = "application_text"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"), unique=True)
    body: Mapped[str] = mapped_column(sa.Text)


class SeatHold(Base):
    """The seat a file takes in an opening, from the provisional yes on. One per file."""

    __tablename__ = "seat_hold"

    application_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("application.id", ondelete="CASCADE"), primary_key=True
    )
    opening_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("opening.id"), index=True)
    held_at: Mapped[datetime]
