"""Work for later: rows written with the act, executed after the commit, at least once, idempotent.

The row is the truth. The queue (huey) only wakes a worker; a lost message is found by the sweep,
a worker that dies stops renewing its lease, which soon runs out, and the job is run again.
"""

import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from app.core.clock import utcnow
from app.core.db import after_commit, db, transaction
from app.core.job_rows import Job as Job
from app.core.job_rows import JobState as JobState
from app.core.job_rows import Lane as Lane
from app.core.job_rows import is_free

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=30)
"""A worker that lives renews it every BEAT; with the wait for the next sweep that stays well under a minute."""
BEAT = timedelta(seconds=10)
SILENCE = timedelta(minutes=5)
"""A handler that says nothing for so long hangs: its lease is renewed no more."""
MAX_ATTEMPTS = 8
BETWEEN = timedelta(seconds=1)
"""At least this long between two notes of progress."""


class Cancelled(Exception):
    """Stop now, leaving things whole: somebody asked."""


class LeaseLost(Cancelled):
    """Stop now: another worker has taken this job over."""


@dataclass(frozen=True, slots=True)
class Handler:
    function: Callable[..., None]
    own_transactions: bool
    lane: Lane
    silence: timedelta


@dataclass(slots=True)
class _Running:
    """A job that this process works on, when it was last heard of, and when its progress was last written."""

    key: uuid.UUID
    lease: uuid.UUID
    silence: timedelta
    heard_at: datetime
    told_at: datetime | None = None


_running: ContextVar[_Running | None] = ContextVar("running_job", default=None)
_working: dict[uuid.UUID, _Running] = {}
"""What the threads of this process work on, by lease."""
_handlers: dict[str, Handler] = {}
_waker: list[Callable[[Lane], None]] = []


def handles(
    kind: str, *, own_transactions: bool = False, lane: Lane = Lane.QUICK, silence: timedelta = SILENCE
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the handler of a kind of job.

    The handler runs inside one transaction together with “done”, unless it says that it
    makes its own (mail must not be sent inside one); it must be safe to run twice. One with its own
    transactions calls `progress`; `silence` is longer than its longest step between two calls.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if kind in _handlers:
            raise ValueError(f"two handlers for {kind}")
        _handlers[kind] = Handler(function, own_transactions, lane, silence)
        return function

    return register


def wake_with(waker: Callable[[Lane], None]) -> None:
    """Say how a worker of a lane is told that a job waits."""
    _waker[:] = [waker]


def enqueue(kind: str, *, run_at: datetime | None = None, **payload: Any) -> Job:
    """Write a job row in the running transaction; a worker hears of it after the commit."""
    job = Job(id=uuid.uuid4(), kind=kind, payload=payload, run_at=run_at or utcnow(), state=JobState.QUEUED)
    db.session.add(job)
    if run_at is None:
        db.session().info.setdefault("jobs", []).append(_lane_of(kind))
    return job


def _lane_of(kind: str) -> Lane:
    return _handlers[kind].lane if kind in _handlers else Lane.QUICK


def kinds_of(*lanes: Lane) -> list[str]:
    """The kinds of job that are handled in these lanes."""
    return [kind for kind, handler in _handlers.items() if handler.lane in lanes]


def _tell_worker(session: Session) -> None:
    for lane in dict.fromkeys(session.info.pop("jobs", [])):  # one worker woken calls the others
        for waker in _waker:
            try:
                waker(lane)
            except Exception as error:  # the row is safe; the sweep finds it when the queue is back
                log.warning("queue unreachable", lane=lane.value, error=type(error).__name__)


after_commit(_tell_worker)


def due(limit: int = 100) -> list[str]:
    """Identifiers of jobs whose time has come: queued, or running with a lease that ran out; the oldest first."""
    statement = sa.select(Job.id).where(is_free(utcnow())).order_by(Job.run_at, Job.id).limit(limit)
    return [str(job_id) for job_id in db.session.scalars(statement)]


def _claim(job_id: uuid.UUID) -> uuid.UUID | None:
    """Take the job for its lease; None if it is done, not due, or another worker was quicker."""
    now = utcnow()
    with transaction() as session:
        statement = sa.select(Job).where(Job.id == job_id, is_free(now)).execution_options(populate_existing=True)
        # a row that is locked is in the hands of a worker that lives
        job = session.scalars(statement.with_for_update(skip_locked=True)).one_or_none()
        if job is None:
            return None
        if job.attempts >= MAX_ATTEMPTS:  # a job that keeps killing its worker ends as failed, not for ever
            job.state, job.lease, job.last_error = JobState.FAILED, None, "the worker died in this job each time"
            return None
        job.state, job.lease, job.attempts = JobState.RUNNING, uuid.uuid4(), job.attempts + 1
        job.lease_until = now + LEASE
        return job.lease


def _mine(job_id: uuid.UUID, lease: uuid.UUID) -> Job | None:
    statement = sa.select(Job).where(Job.id == job_id, Job.lease == lease, Job.state == JobState.RUNNING)
    return db.session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one_or_none()


def run(job_id: str) -> JobState | None:
    """Run one job now. Returns its new state, or None if there was nothing to do."""
    key = uuid.UUID(job_id)
    lease = _claim(key)
    if lease is None:
        return None
    _working[lease] = running = _Running(key, lease, SILENCE, heard_at=utcnow())
    try:
        return _execute(running)
    except Exception as error:
        log.exception("job failed", job=job_id)
        db.session.rollback()
        return _note_failure(key, lease, error)
    finally:
        del _working[lease]


def renew_leases() -> None:
    """Renew the leases of what this process works on, but not of a handler that has been silent for too long."""
    now = utcnow()
    alive = [one.lease for one in list(_working.values()) if now - one.heard_at < one.silence]
    if not alive:
        return
    with transaction() as session:
        free = sa.select(Job).where(Job.lease.in_(alive), Job.state == JobState.RUNNING)
        for job in session.scalars(free.with_for_update(skip_locked=True).execution_options(populate_existing=True)):
            job.lease_until = now + LEASE


def _execute(running: _Running) -> JobState | None:
    key, lease = running.key, running.lease
    job = db.session.get(Job, key, populate_existing=True)
    if job is None:
        return None
    handler = _handlers[job.kind]
    running.silence = handler.silence
    try:
        if job.cancel_asked:
            raise Cancelled
        if handler.own_transactions:
            _alone(handler, running, job.payload)
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
    running.heard_at = now
    if running.told_at is not None and 0 < share < 1 and abs(now - running.told_at) < BETWEEN:
        return
    running.told_at = now
    with transaction():
        mine = _mine(running.key, running.lease)
        if mine is None:
            raise LeaseLost
        mine.progress, mine.progress_note, mine.lease_until = share, note[:200], now + LEASE
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
    db.session().info.setdefault("jobs", []).append(_lane_of(job.kind))


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
