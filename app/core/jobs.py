"""Work for later: rows written with the act, executed after the commit, at least once, idempotent.

The row is the truth. The queue (huey) only wakes a worker; a lost message is found by the sweep,
a worker that dies leaves a lease that runs out, and the job is run again.
"""

import enum
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.clock import utcnow
from app.core.db import Base, Identified, Timestamped, after_commit, db, one_of, text_enum, transaction

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
BETWEEN = timedelta(seconds=1)
"""At least this long between two notes of progress."""


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


class Cancelled(Exception):
    """Stop now, leaving things whole: somebody asked."""


class LeaseLost(Cancelled):
    """Stop now: another worker has taken this job over."""


@dataclass(frozen=True, slots=True)
class Handler:
    function: Callable[..., None]
    own_transactions: bool
    lease: timedelta


@dataclass(slots=True)
class _Running:
    """The job this thread works on, and when its progress was last written."""

    key: uuid.UUID
    lease: uuid.UUID
    length: timedelta
    told_at: datetime | None = None


_running: ContextVar[_Running | None] = ContextVar("running_job", default=None)
_handlers: dict[str, Handler] = {}
_waker: list[Callable[[str], None]] = []


def handles(
    kind: str, *, own_transactions: bool = False, lease: timedelta = LEASE
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the handler of a kind of job.

    The handler runs inside one transaction together with “done”, unless it says that it
    makes its own (mail must not be sent inside one); it must be safe to run twice. One with its own
    transactions calls `progress`, which also renews its lease; `lease` is longer than its longest step.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if kind in _handlers:
            raise ValueError(f"two handlers for {kind}")
        _handlers[kind] = Handler(function, own_transactions, lease)
        return function

    return register


def wake_with(waker: Callable[[str], None]) -> None:
    """Say how a worker is told that a job waits."""
    _waker[:] = [waker]


def enqueue(kind: str, *, run_at: datetime | None = None, **payload: Any) -> Job:
    """Write a job row in the running transaction; a worker hears of it after the commit."""
    job = Job(id=uuid.uuid4(), kind=kind, payload=payload, run_at=run_at or utcnow(), state=JobState.QUEUED)
    db.session.add(job)
    if run_at is None:
        db.session().info.setdefault("jobs", []).append(str(job.id))
    return job


def _tell_worker(session: Session) -> None:
    for job_id in session.info.pop("jobs", []):
        for waker in _waker:
            try:
                waker(job_id)
            except Exception as error:  # the row is safe; the sweep finds it when the queue is back
                log.warning("queue unreachable", job=job_id, error=type(error).__name__)


after_commit(_tell_worker)


def due(limit: int = 100) -> list[str]:
    """Identifiers of jobs whose time has come: queued, or running with a lease that ran out."""
    now = utcnow()
    statement = sa.select(Job.id).where(_free(now)).order_by(Job.run_at, Job.id).limit(limit)
    return [str(job_id) for job_id in db.session.scalars(statement)]


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.and_(Job.state == JobState.QUEUED, Job.run_at <= now),
        sa.and_(Job.state == JobState.RUNNING, Job.lease_until <= now),
    )


def _claim(job_id: uuid.UUID) -> uuid.UUID | None:
    """Take the job for its lease; None if it is done, not due, or another worker was quicker."""
    lease, now = uuid.uuid4(), utcnow()
    with transaction() as session:  # a job that keeps killing its worker ends as failed, not for ever
        session.execute(
            sa.update(Job)
            .where(
                Job.id == job_id, Job.state == JobState.RUNNING, Job.lease_until <= now, Job.attempts >= MAX_ATTEMPTS
            )
            .values(state=JobState.FAILED, lease=None, last_error="the worker died in this job each time")
            .execution_options(synchronize_session=False)
        )
    kind = db.session.scalar(sa.select(Job.kind).where(Job.id == job_id))
    length = _handlers[kind].lease if kind in _handlers else LEASE
    with transaction() as session:
        taken = session.execute(
            sa.update(Job)
            .where(Job.id == job_id, _free(now))
            .values(state=JobState.RUNNING, lease=lease, lease_until=now + length, attempts=Job.attempts + 1)
            .execution_options(synchronize_session=False)
        )
    return lease if taken.rowcount == 1 else None  # type: ignore[attr-defined]


def _mine(job_id: uuid.UUID, lease: uuid.UUID) -> Job | None:
    statement = sa.select(Job).where(Job.id == job_id, Job.lease == lease, Job.state == JobState.RUNNING)
    return db.session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one_or_none()


def run(job_id: str) -> JobState | None:
    """Run one job now. Returns its new state, or None if there was nothing to do."""
    key = uuid.UUID(job_id)
    lease = _claim(key)
    if lease is None:
        return None
    try:
        return _execute(key, lease)
    except Exception as error:
        log.exception("job failed", job=job_id)
        db.session.rollback()
        return _note_failure(key, lease, error)


def _execute(key: uuid.UUID, lease: uuid.UUID) -> JobState | None:
    job = db.session.get(Job, key, populate_existing=True)
    if job is None:
        return None
    handler = _handlers[job.kind]
    try:
        if job.cancel_asked:
            raise Cancelled
        if handler.own_transactions:
            _alone(handler, _Running(key, lease, handler.lease), job.payload)
    except Cancelled:
        db.session.rollback()
        return _ended(key, lease, JobState.CANCELLED)
    with transaction():
        mine = _mine(key, lease)
        if mine is None:
            return None
        if not handler.own_transactions:
            handler.function(**mine.payload)
        return _ended(key, lease, JobState.DONE)


def _alone(handler: Handler, running: _Running, payload: dict[str, Any]) -> None:
    token = _running.set(running)
    try:
        handler.function(**payload)
    finally:
        _running.reset(token)


def _ended(key: uuid.UUID, lease: uuid.UUID, state: JobState) -> JobState | None:
    """None if another worker has the job: what it does counts."""
    with transaction():
        mine = _mine(key, lease)
        if mine is None:
            return None
        mine.state, mine.done_at, mine.lease, mine.last_error = state, utcnow(), None, None
    return state


def current() -> uuid.UUID | None:
    """The job this thread works on; None outside one."""
    running = _running.get()
    return running.key if running is not None else None


def progress(share: float, note: str = "") -> None:
    """Say how far the running job is (0 to 1) and keep its lease; outside a job it does nothing.

    Written in a short transaction of its own, once a second at most, the beginning and the end always.
    Raises Cancelled when somebody asked to stop, LeaseLost when another worker has the job.
    """
    running, now = _running.get(), utcnow()
    if running is None:
        return
    if db.session().info.get("in_transaction"):
        raise RuntimeError("progress is said between transactions")
    if running.told_at is not None and 0 < share < 1 and abs(now - running.told_at) < BETWEEN:
        return
    running.told_at = now
    with transaction():
        mine = _mine(running.key, running.lease)
        if mine is None:
            raise LeaseLost
        mine.progress, mine.progress_note, mine.lease_until = share, note[:200], now + running.length
        stop = mine.cancel_asked
    if stop:
        raise Cancelled


def _note_failure(key: uuid.UUID, lease: uuid.UUID, error: Exception) -> JobState | None:
    with transaction():
        job = _mine(key, lease)
        if job is None:
            return None
        job.last_error, job.lease = f"{type(error).__name__}: {error}"[:2000], None
        if job.attempts >= MAX_ATTEMPTS:
            job.state = JobState.FAILED
        else:
            job.state, job.run_at = JobState.QUEUED, utcnow() + timedelta(seconds=2**job.attempts * 5)
        return job.state


def retry(job: Job) -> None:
    """Give a failed job its attempts back."""
    job.state, job.attempts, job.run_at = JobState.QUEUED, 0, utcnow()
    job.cancel_asked, job.progress, job.progress_note = False, None, ""
    db.session().info.setdefault("jobs", []).append(str(job.id))


def run_all(limit: int = 1000) -> int:
    """Run what is due until nothing is left; for tests, the demo and the command line."""
    count = 0
    while count < limit and (waiting := due()):
        for job_id in waiting:
            run(job_id)
            count += 1
    return count


def cancel(job: Job) -> None:
    """Take a job that waits or failed out of the queue; one that runs is asked to stop at its next step."""
    if job.state is JobState.RUNNING:
        job.cancel_asked = True
    elif job.state in (JobState.QUEUED, JobState.FAILED):
        job.state, job.done_at = JobState.CANCELLED, utcnow()
