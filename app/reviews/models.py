"""Rubrics by version, who reads what, the raw points, and conflicts of interest."""

import enum
import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.applications.models import Application
from app.core.db import Base, Identified, Timestamped, one_of, text_enum
from app.reviews.states import AssignmentState


class Rubric(Identified, Timestamped, Base):
    """A published rubric version never changes: a new weight is a new version."""

    __tablename__ = "rubric"
    __table_args__ = (sa.UniqueConstraint("key", "version"),)

    key: Mapped[str] = mapped_column(sa.String(60))
    version: Mapped[int]
    title: Mapped[dict[str, str]]

    criteria: Mapped[list["Criterion"]] = relationship(lazy="raise_on_sql", order_by="Criterion.position")


class Criterion(Identified, Base):
    """`points` = {"1": {fr, ar, en}, … "5": …}: what each mark means."""

    __tablename__ = "criterion"
    __table_args__ = (
        sa.UniqueConstraint("rubric_id", "key"),
        sa.CheckConstraint("weight > 0", name="weight_positive"),
    )

    rubric_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("rubric.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[dict[str, str]]
    weight: Mapped[int]
    points: Mapped[dict[str, Any]]


class CallRubric(Base):
    """Which rubric version a call uses."""

    __tablename__ = "call_rubric"

    call_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"), primary_key=True)
    rubric_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("rubric.id"))


class Assignment(Identified, Timestamped, Base):
    """A reviewer and a file. `state` is written only by services.transition."""

    __tablename__ = "assignment"
    __table_args__ = (
        sa.UniqueConstraint("application_id", "reviewer_id"),
        one_of("state", AssignmentState),
        sa.Index("ix_assignment_queue", "reviewer_id", "state"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"))
    reviewer_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    assigned_by_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    state: Mapped[AssignmentState] = mapped_column(text_enum(AssignmentState), default=AssignmentState.ASSIGNED)
    due_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="raise_on_sql")
    reviewer: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[reviewer_id])


class Review(Identified, Timestamped, Base):
    """Raw points and a comment. Totals are computed from the rubric version, never stored."""

    __tablename__ = "review"

    assignment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("assignment.id", ondelete="CASCADE"), unique=True)
    rubric_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("rubric.id"))
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    feedback: Mapped[str] = mapped_column(sa.Text, default="")
    proposed_opening_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("opening.id"))
    row_version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")
    scores: Mapped[list["Score"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")


class Score(Base):
    __tablename__ = "score"
    __table_args__ = (sa.CheckConstraint("points BETWEEN 1 AND 5", name="points_one_to_five"),)

    review_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("review.id", ondelete="CASCADE"), primary_key=True)
    criterion_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("criterion.id"), primary_key=True)
    points: Mapped[int]


class ConflictKind(enum.StrEnum):
    DECLARED = "declared"
    MEMBER = "member"
    DOMAIN = "domain"


class ConflictOfInterest(Identified, Timestamped, Base):
    """Why a person may not read, score, export or find a file."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (sa.UniqueConstraint("person_id", "startup_id"), one_of("kind", ConflictKind))

    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    startup_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(text_enum(ConflictKind))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
