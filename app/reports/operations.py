"""What administrators watch: the trace, and the work that waits or failed."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.core.audit import AuditEvent
from app.core.db import db
from app.core.errors import NotFound
from app.core.jobs import Job, JobState
from app.core.paging import Page, keyset, page_of


def events(*, action: str = "", subject_id: str = "", cursor: str | None = None, size: int = 50) -> Page[Any]:
    """Events, the latest first; `action` is a whole action or its beginning with a dot (“application.”)."""
    statement = sa.select(
        AuditEvent.seq, AuditEvent.at, AuditEvent.action, AuditEvent.actor_id, AuditEvent.subject_type,
        AuditEvent.subject_id, AuditEvent.before, AuditEvent.after, AuditEvent.reason, AuditEvent.request_id,
    )  # fmt: skip
    if action:
        same = AuditEvent.action == action
        statement = statement.where(
            AuditEvent.action.startswith(action, autoescape=True) if action.endswith(".") else same
        )
    if subject_id:
        statement = statement.where(AuditEvent.subject_id == subject_id)
    statement, back = keyset(statement, [(AuditEvent.seq, True)], cursor, size)
    rows: Sequence[Any] = db.session.execute(statement).all()
    return page_of(rows, [(row.seq,) for row in rows], size=size, back=back, cursor=cursor)


def actions() -> list[str]:
    """Every action that was noted, for the filter."""
    return list(db.session.scalars(sa.select(AuditEvent.action).distinct().order_by(AuditEvent.action).limit(200)))


def jobs(state: JobState, *, cursor: str | None = None, size: int = 50) -> Page[Any]:
    """Jobs in a state, by the time they are due."""
    statement = sa.select(
        Job.id, Job.kind, Job.state, Job.run_at, Job.attempts, Job.last_error, Job.progress, Job.progress_note,
        Job.cancel_asked,
    ).where(Job.state == state)  # fmt: skip
    statement, back = keyset(statement, [(Job.run_at, False), (Job.id, False)], cursor, size)
    rows: Sequence[Any] = db.session.execute(statement).all()
    return page_of(rows, [(row.run_at, row.id) for row in rows], size=size, back=back, cursor=cursor)


def job_counts() -> dict[JobState, int]:
    """How many jobs wait, run or failed."""
    rows = db.session.execute(
        sa.select(Job.state, sa.func.count())
        .where(Job.state.in_((JobState.QUEUED, JobState.RUNNING, JobState.FAILED)))
        .group_by(Job.state)
    )
    return {state: count for state, count in rows}


def job_for_update(job_id: uuid.UUID) -> Job:
    found = db.session.get(Job, job_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found
