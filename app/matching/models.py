"""Model versions and their data, what they recommended, and what was computed about them."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import utcnow
from app.core.db import Base, Identified, JsonType, Timestamped, one_of, text_enum
from app.matching.states import ModelState, RunKind, RunState


class DataSnapshot(Identified, Timestamped, Base):
    """Labelled applications frozen for training and judging: one file in storage, known by its hash.

    `counts` says how many labels of each source it holds; `weights` are the values the labels were given.
    """

    __tablename__ = "data_snapshot"

    number: Mapped[int] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    storage_key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    rows: Mapped[int]
    counts: Mapped[dict[str, Any]]
    weights: Mapped[dict[str, Any]]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))


class ModelVersion(Identified, Timestamped, Base):
    """A trained bundle in storage, with its manifest. At most one is the champion; two people put it there."""

    __tablename__ = "model_version"
    __table_args__ = (
        one_of("state", ModelState),
        sa.CheckConstraint(
            "state <> 'proposed' OR (proposed_by_id IS NOT NULL AND proposed_at IS NOT NULL)", name="proposal_signed"
        ),
        sa.CheckConstraint("promoted_by_id <> proposed_by_id", name="second_person"),
        sa.Index(
            "uq_model_version_champion", "state", unique=True,
            sqlite_where=sa.text("state = 'champion'"), postgresql_where=sa.text("state = 'champion'"),
        ),
    )  # fmt: skip

    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[ModelState] = mapped_column(text_enum(ModelState), default=ModelState.CANDIDATE)
    folder: Mapped[str]
    manifest: Mapped[dict[str, Any]]
    snapshot_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("data_snapshot.id"))
    trained_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None]
    proposal_note: Mapped[str] = mapped_column(sa.Text, default="")
    promoted_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    promoted_at: Mapped[datetime | None]
    promotion_note: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")


class Run(Identified, Timestamped, Base):
    """Something computed in a job about the matcher; `result` is plain data, shown as it was computed.

    A trial with a name is a scenario. `cursor`, `done` and `total` let a run go on where it stopped.
    """

    __tablename__ = "matching_run"
    __table_args__ = (
        one_of("kind", RunKind),
        one_of("state", RunState),
        sa.Index("ix_matching_run_kind", "kind", "created_at"),
    )

    kind: Mapped[RunKind] = mapped_column(text_enum(RunKind))
    state: Mapped[RunState] = mapped_column(text_enum(RunState), default=RunState.WAITING)
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    settings: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonType, nullable=True)
    problem: Mapped[str] = mapped_column(sa.Text, default="")
    model_number: Mapped[int | None] = mapped_column(sa.ForeignKey("model_version.number"))
    other_number: Mapped[int | None] = mapped_column(sa.ForeignKey("model_version.number"))
    snapshot_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("data_snapshot.id"))
    call_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("call.id"))
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    job_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("job.id", ondelete="SET NULL"))
    cursor: Mapped[str] = mapped_column(sa.String(80), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]


class Recommendation(Identified, Base):
    """What was recommended for a sent application; never rewritten by a later model.

    `items` holds the openings best first, each with fit, confidence, reasons and changes, as data:
    the sentences are written when it is shown. `model_number` is NULL for the rules-only baseline.
    `lottery` is the seed and the drawn order where near-ties were drawn by lot, else NULL.
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
    lottery: Mapped[dict[str, Any] | None] = mapped_column(JsonType, nullable=True)


class ApplicationScore(Base):
    """What a version gives an application over the openings of its call: rewritten by each later scoring.

    `fits` maps opening ids to [fit, probability]. The card an applicant was given is `Recommendation`.
    """

    __tablename__ = "application_score"
    __table_args__ = (sa.Index("ix_application_score_model", "model_number", "application_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(
        sa.ForeignKey("application.id", ondelete="CASCADE"), primary_key=True
    )
    model_number: Mapped[int] = mapped_column(sa.ForeignKey("model_version.number"))
    computed_at: Mapped[datetime] = mapped_column(default=utcnow)
    best_opening_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("opening.id"))
    best_fit: Mapped[int | None]
    fits: Mapped[dict[str, Any]]


class Feedback(Identified, Timestamped, Base):
    """“Tell us we are wrong”: what a person says of a card. `opening_id` is the place they think right, if any."""

    __tablename__ = "matching_feedback"
    __table_args__ = (
        sa.UniqueConstraint("application_id", "person_id"),
        sa.Index("ix_matching_feedback_open", "handled_at", "created_at"),
        sa.CheckConstraint("handled_at IS NULL OR handled_by_id IS NOT NULL", name="handled_signed"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
    opening_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("opening.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    handled_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    handled_at: Mapped[datetime | None]
    agreed: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(sa.Text, default="")


class AlarmNote(Identified, Timestamped, Base):
    """What was done about an alarm of the fairness or drift page; `subject` names the alarm."""

    __tablename__ = "alarm_note"
    __table_args__ = (sa.Index("ix_alarm_note_subject", "subject", "created_at"),)

    subject: Mapped[str] = mapped_column(sa.String(160))
    text: Mapped[str] = mapped_column(sa.Text)
    author_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("person.id"))
