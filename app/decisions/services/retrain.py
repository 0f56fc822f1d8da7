"""Training by the calendar: a timer that orders one when there is something new to learn, then sets the next."""

from datetime import timedelta

import sqlalchemy as sa

from app.core import audit, jobs
from app.core.clock import MOROCCO, utcnow
from app.core.db import db
from app.core.jobs import Job, JobState
from app.decisions.lessons import lessons
from app.matching import labels, queries

TIMER = "model.retrain"
NOTE = "timer"


def set_timer(*, every: int) -> None:
    """One timer waits at any time, `every` days after the newest frozen data; none when `every` is 0."""
    waiting = _waiting()
    for job in waiting:
        if job.payload != {"every": every}:
            jobs.cancel(job)
    if every < 1 or any(job.payload == {"every": every} for job in waiting):
        return
    newest = next(iter(queries.snapshots(limit=1)), None)
    since = newest.created_at if newest is not None else utcnow()
    jobs.enqueue(TIMER, run_at=max(since + timedelta(days=every), utcnow()), every=every)


def retrain(*, every: int) -> None:
    """Order a training unless one waits or runs already, or nothing was learned since the newest frozen data."""
    if every < 1:
        return
    if not queries.training_jobs() and anything_new():
        job = jobs.enqueue(queries.TRAINING, actor_id=None, note=NOTE, settings=None)
        audit.record("model.order", actor=None, subject=job)
    if not _waiting():
        jobs.enqueue(TIMER, run_at=utcnow() + timedelta(days=every), every=every)


def anything_new() -> bool:
    """Whether sent files say anything that the newest frozen data does not hold."""
    found = lessons()
    newest = next(iter(queries.snapshots(limit=1)), None)
    if newest is None:
        return bool(found)
    frozen = {name: number for name, number in newest.counts.items() if name != "invented"}
    day = newest.created_at.astimezone(MOROCCO).date()
    return labels.counts(found) != frozen or any(lesson.decided_on > day for lesson in found)


def _waiting() -> list[Job]:
    statement = sa.select(Job).where(Job.kind == TIMER, Job.state == JobState.QUEUED).order_by(Job.run_at, Job.id)
    return list(db.session.scalars(statement))
