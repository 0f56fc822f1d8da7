"""Timers of a residence: jobs that announce its end and the end of startup terms ahead."""

import uuid
from datetime import date, datetime, time, timedelta

from app.cohorts.models import Residence
from app.cohorts.states import Ahead, RentClass
from app.core import jobs
from app.core.clock import MOROCCO, today, utcnow
from app.core.db import db

AHEAD = {Ahead.END: timedelta(days=90), Ahead.TERMS: timedelta(days=30)}
KINDS = {Ahead.END: "residence.end_ahead", Ahead.TERMS: "residence.terms_ahead"}
HOUR = time(8)


def due(residence: Residence) -> dict[Ahead, date]:
    """What is to be announced, and the day that it is about.

    The end is the agreed one or the longest possible; one that was decided with the startup is known to it.
    """
    found: dict[Ahead, date] = {}
    end = residence.ends_on or residence.longest_until
    if end and not residence.end_reason:
        found[Ahead.END] = end
    terms = residence.startup_terms_until
    if terms and residence.rent_class is RentClass.STARTUP and (residence.ends_on is None or terms < residence.ends_on):
        found[Ahead.TERMS] = terms
    return found


def announced_at(what: Ahead, day: date) -> datetime:
    """In the morning, so many days ahead."""
    return datetime.combine(day - AHEAD[what], HOUR, tzinfo=MOROCCO)


def plan_announcements(residence: Residence) -> None:
    """Keep the timers that still fit; cancel the others and make new ones. Days gone by get none."""
    days = due(residence)
    residence.end_timer_id = _timer(residence, Ahead.END, days.get(Ahead.END), residence.end_timer_id)
    residence.terms_timer_id = _timer(residence, Ahead.TERMS, days.get(Ahead.TERMS), residence.terms_timer_id)


def _timer(residence: Residence, what: Ahead, day: date | None, known: uuid.UUID | None) -> uuid.UUID | None:
    """The job that announces `day`: the known one if it is about that day, whatever became of it."""
    job = db.session.get(jobs.Job, known, with_for_update=True) if known else None
    if job is not None and day is not None and job.payload.get("day") == day.isoformat():
        return job.id
    if job is not None:
        jobs.cancel(job)
    if day is None or day < today():
        return None
    fresh = jobs.enqueue(
        KINDS[what],
        run_at=max(announced_at(what, day), utcnow()),
        residence_id=str(residence.id),
        day=day.isoformat(),
    )
    db.session.flush()
    return fresh.id
