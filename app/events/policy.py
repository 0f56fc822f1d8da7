"""Who reads and runs events: the team of every site, or of the event's site; an event without a site is everybody's."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.roles import TEAM
from app.events.models import Event


def site_ids(person: Person) -> frozenset[uuid.UUID] | None:
    """The sites whose events somebody of the team runs; None: every site."""
    grants = [grant for grant in person.grants if grant.role in TEAM and grant.call_id is None]
    if any(grant.site_id is None for grant in grants):
        return None
    return frozenset(grant.site_id for grant in grants if grant.site_id)


def can_run_any(person: Person) -> bool:
    """Not those of one call only: an event belongs to no call, and its list names people."""
    return any(grant.role in TEAM and grant.call_id is None for grant in person.grants)


def can_run(person: Person, site_id: uuid.UUID | None) -> bool:
    allowed = site_ids(person)
    return can_run_any(person) and (allowed is None or site_id is None or site_id in allowed)


def within(person: Person) -> sa.ColumnElement[bool]:
    """The same right as a clause about Event."""
    if not can_run_any(person):
        return sa.false()
    allowed = site_ids(person)
    return sa.true() if allowed is None else sa.or_(Event.site_id.is_(None), Event.site_id.in_(allowed))
