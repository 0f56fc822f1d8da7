"""The row of a piece of later work."""

import enum
import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import utcnow
from app.core.db import Base, Identified, Timestamped, one_of, text_enum


class Lane(enum.StrEnum):
    """A queue with workers of its own: none waits for what another one does."""

    MAIL = "mail"
    QUICK = "quick"
    LONG = "long"


class JobState(enum.StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Identified, Timestamped, Base):
    """One piece of later work. `payload` holds identifiers only, never answers."""

    __tablename__ = "job"
    __table_args__ = (one_of("state", JobState), sa.Index("ix_job_due", "state", "run_at"))

    kind: Mapped[str] = mapped_column(sa.String(80))
    payload: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(text_enum(JobState), default=JobState.QUEUED)
    run_at: Mapped[datetime] = mapped_column(default=utcnow)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[uuid.UUID | None]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    done_at: Mapped[datetime | None]
    progress: Mapped[float | None]
    progress_note: Mapped[str] = mapped_column(sa.String(200), default="")
    cancel_asked: Mapped[bool] = mapped_column(default=False)


def is_free(now: datetime) -> sa.ColumnElement[bool]:
    """Due and in nobody's hands: queued, or running with a lease that ran out."""
    return sa.or_(
        sa.and_(Job.state == JobState.QUEUED, Job.run_at <= now),
        sa.and_(Job.state == JobState.RUNNING, Job.lease_until <= now),
    )
