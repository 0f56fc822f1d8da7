"""Each morning: stays without the timers that announce their end get them, whatever way they came in."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa

from app.cohorts.models import Residence
from app.cohorts.services.plan_announcements import plan_announcements
from app.cohorts.states import RentClass
from app.core import jobs
from app.core.clock import MOROCCO, today, utcnow
from app.core.db import db
from app.core.jobs import Job, JobState

PLAN = "residence.plan_missing"
HOUR = time(7)
AT_ONCE = 500


def plan_missing() -> int:
    """Returns how many stays got a timer. A timer that was cancelled is one, and is not made again."""
    now = today()
    end = sa.func.coalesce(Residence.ends_on, Residence.longest_until, type_=sa.Date())
    terms = Residence.startup_terms_until
    no_end = sa.and_(end >= now, Residence.end_reason == "", Residence.end_timer_id.is_(None))
    no_terms = sa.and_(
        terms >= now,
        Residence.rent_class == RentClass.STARTUP,
        sa.or_(Residence.ends_on.is_(None), terms < Residence.ends_on),
        Residence.terms_timer_id.is_(None),
    )
    statement = sa.select(Residence).where(sa.or_(no_end, no_terms)).order_by(Residence.id).with_for_update()
    found = list(db.session.scalars(statement.limit(AT_ONCE)))
    for residence in found:
        plan_announcements(residence)
    return len(found)


def set_timer(*, now: bool = False) -> None:
    """One waits at any time: for the next morning, or for the moment when a worker starts."""
    waiting = sa.select(Job.id).where(Job.kind == PLAN, Job.state == JobState.QUEUED)
    if now:
        waiting = waiting.where(Job.run_at <= utcnow())
    else:
        waiting = waiting.where(Job.run_at > utcnow())
    if db.session.scalar(waiting.limit(1)) is None:
        morning = datetime.combine(today() + timedelta(days=1), HOUR, tzinfo=MOROCCO)
        jobs.enqueue(PLAN, run_at=utcnow() if now else morning)
