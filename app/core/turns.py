"""Which jobs of a lane are next: every kind has its turn, so that none waits for all of another."""

import sqlalchemy as sa

from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db
from app.core.job_rows import Job, Lane, is_free

AT_A_TURN = 2
"""So many jobs of one kind, the oldest, before the other kinds of the lane."""


def next_turn(lane: Lane) -> list[str]:
    """Identifiers of the due jobs of a lane that are next, in order; empty when nothing is due."""
    place = sa.func.row_number().over(partition_by=Job.kind, order_by=(Job.run_at, Job.id)).label("place")
    waiting = sa.select(Job.id, Job.run_at, place).where(is_free(utcnow()), _in(lane)).subquery()
    statement = sa.select(waiting.c.id).where(waiting.c.place <= AT_A_TURN)
    in_order = statement.order_by(waiting.c.place, waiting.c.run_at, waiting.c.id)
    return [str(job_id) for job_id in db.session.scalars(in_order)]


def _in(lane: Lane) -> sa.ColumnElement[bool]:
    """Kinds that nobody handles are of the quick lane, where they fail in sight."""
    if lane is Lane.QUICK:
        return Job.kind.not_in(jobs.kinds_of(Lane.MAIL, Lane.LONG))
    return Job.kind.in_(jobs.kinds_of(lane))
