"""Residences of a site as a list, what ends ahead, and how full a site is on a day."""

import uuid
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.cohorts import policy
from app.cohorts.models import Pass, Residence
from app.cohorts.occupancy import DAY, merged
from app.cohorts.queries import Scope
from app.cohorts.states import Ahead, RentClass
from app.core.clock import today
from app.core.db import db
from app.core.jobs import Job
from app.core.paging import Page, keyset, page_of
from app.programmes.models import Programme, Site
from app.startups.models import MemberRole, Membership, Startup

WHEN = ("now", "coming", "past")
FOR_EVER = date(9999, 1, 1)


def _until(row: Any) -> sa.ColumnElement[date]:
    return sa.func.coalesce(row.ends_on, FOR_EVER, type_=sa.Date())


def overlapping(row: Any) -> sa.ColumnElement[bool]:
    """Whether the startup has another place at the same site on one of the days: it may be a slip."""
    other = sa.orm.aliased(Residence)
    return sa.exists().where(
        other.startup_id == row.startup_id,
        other.site_id == row.site_id,
        other.id != row.id,
        other.starts_on <= _until(row),
        _until(other) >= row.starts_on,
    )


def page(site_id: uuid.UUID, when: str, *, scope: Scope, cursor: str | None = None, size: int = 50) -> Page[Any]:
    """Who is there now, will be or was, by name."""
    now = today()
    asked = {
        "coming": Residence.starts_on > now,
        "past": Residence.ends_on < now,
    }.get(when, sa.and_(Residence.starts_on <= now, _until(Residence) >= now))
    statement = (
        sa.select(
            Residence.id, Residence.startup_id, Startup.name.label("startup"), Residence.kind, Residence.seats,
            Residence.room, Residence.rent_class, Residence.starts_on, Residence.ends_on,
            Residence.startup_terms_until, Residence.longest_until, Residence.end_reason,
            Programme.name.label("programme"), overlapping(Residence).label("overlaps"),
        )
        .join(Startup, Startup.id == Residence.startup_id)
        .outerjoin(Programme, Programme.id == Residence.programme_id)
        .where(Residence.site_id == site_id, asked, scope)
    )  # fmt: skip
    statement, back = keyset(statement, [(Startup.name, False), (Residence.id, False)], cursor, size)
    rows = db.session.execute(statement).all()
    return page_of(rows, [(row.startup, row.id) for row in rows], size=size, back=back, cursor=cursor)


def ends_ahead(person: Person, *, scope: Scope, days: int, site: str = "", limit: int = 200) -> list[Any]:
    """Stays and startup terms that end within so many days, the next one first, each with its timer.

    `owned` is whether there is somebody to write to.
    """
    end = sa.func.coalesce(Residence.ends_on, Residence.longest_until, type_=sa.Date())
    terms = Residence.startup_terms_until
    running = sa.and_(Residence.rent_class == RentClass.STARTUP, terms < _until(Residence))
    parts = (
        _ahead(Ahead.END, end, Residence.end_timer_id, days, sa.true()),
        _ahead(Ahead.TERMS, terms, Residence.terms_timer_id, days, running),
    )
    ahead = sa.union_all(*parts).subquery("ahead")
    statement = (
        sa.select(
            ahead.c.id, ahead.c.what, ahead.c.day, Startup.id.label("startup_id"), Startup.name.label("startup"),
            Site.name.label("site"), Residence.site_id, Residence.ends_on, Residence.end_reason, Job.run_at,
            Job.state, _owned().label("owned"),
        )
        .join(Residence, Residence.id == ahead.c.id)
        .join(Startup, Startup.id == Residence.startup_id)
        .join(Site, Site.id == Residence.site_id)
        .outerjoin(Job, Job.id == ahead.c.job_id)
        .where(scope)
        .order_by(ahead.c.day, Startup.name, ahead.c.id, ahead.c.what)
        .limit(limit)
    )  # fmt: skip
    if (allowed := policy.site_ids(person)) is not None:
        statement = statement.where(Residence.site_id.in_(allowed))
    if site:
        statement = statement.where(Site.key == site)
    return list(db.session.execute(statement))


def _ahead(what: Ahead, day: Any, job_id: Any, days: int, also: sa.ColumnElement[bool]) -> sa.Select[Any]:
    first = today()
    return sa.select(
        Residence.id, sa.literal(what.value).label("what"), day.label("day"), job_id.label("job_id")
    ).where(day >= first, day <= first + timedelta(days=days), also)


def _owned() -> sa.ColumnElement[bool]:
    return (
        sa.exists().where(Membership.startup_id == Startup.id, Membership.role == MemberRole.OWNER).correlate(Startup)
    )


def fullest(site_id: uuid.UUID, first: date, last: date) -> tuple[date, int]:
    """The day of a period on which most workplaces are taken, and how many: residences and passes, by startup.

    Two statements; days to come count as they are booked.
    """
    stays = sa.select(Residence.startup_id, Residence.starts_on, Residence.ends_on, Residence.seats).where(
        Residence.site_id == site_id, Residence.starts_on <= last, _until(Residence) >= first
    )
    passes = sa.select(Pass.starts_on, Pass.ends_on).where(
        Pass.site_id == site_id, Pass.cancelled_at.is_(None), Pass.starts_on <= last, Pass.ends_on >= first
    )
    by_startup: dict[uuid.UUID, list[tuple[date, date, int]]] = {}
    for startup, begins, ends, seats in db.session.execute(stays):
        by_startup.setdefault(startup, []).append((max(begins, first), min(ends or last, last), seats))
    pieces = [piece for intervals in by_startup.values() for piece in merged(intervals)]
    pieces += [(max(a, first), min(b, last), 1) for a, b in db.session.execute(passes)]
    changes = [0] * ((last - first).days + 2)
    for begins, ends, number in pieces:
        changes[(begins - first).days] += number
        changes[(ends - first).days + 1] -= number
    taken, best = 0, (first, 0)
    for number, change in enumerate(changes[:-1]):
        taken += change
        if taken > best[1]:
            best = (first + DAY * number, taken)
    return best
