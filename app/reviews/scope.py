"""The one right to read sent files: lists, counts, search, exports and pages all use this clause."""

import uuid
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.roles import TEAM, Role
from app.applications.models import Application, Choice
from app.applications.states import Stage
from app.core.db import db
from app.core.errors import NotFound
from app.programmes.models import Opening
from app.reviews.conflicts import own_domain
from app.reviews.models import Assignment, ConflictOfInterest
from app.reviews.states import AssignmentState
from app.startups.models import Membership

SENT = sa.and_(Application.submitted_at.is_not(None), Application.stage.not_in((Stage.DRAFT, Stage.EXPIRED)))


def _exists(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """EXISTS about the application of the outer statement, whatever else stands there."""
    return sa.exists().where(*conditions).correlate(Application)


def unrelated(person: Person) -> sa.ColumnElement[bool]:
    """Nobody reads the file of a startup they belong to, share a mail domain with, or declared: admins included.

    The startups are looked up once per statement, not once per row.
    """
    related: list[Any] = [
        sa.select(Membership.startup_id).where(Membership.person_id == person.id),
        sa.select(ConflictOfInterest.startup_id).where(ConflictOfInterest.person_id == person.id),
    ]
    if domain := own_domain(person.email):
        colleague = sa.orm.aliased(Person)
        related.append(
            sa.select(Membership.startup_id)
            .join(colleague, colleague.id == Membership.person_id)
            .where(colleague.email.like(f"%@{domain}"))
        )
    return Application.startup_id.not_in(sa.union_all(*related))


def team_scope(person: Person) -> sa.ColumnElement[bool]:
    """Sent files a member of the team may read: by call and by site of each grant, minus conflicts."""
    grants = [grant for grant in person.grants if grant.role in TEAM]
    if not grants:
        return sa.false()
    parts: list[sa.ColumnElement[bool]] = []
    for grant in grants:
        limits: list[sa.ColumnElement[bool]] = []
        if grant.call_id:
            limits.append(Application.call_id == grant.call_id)
        if grant.site_id:
            limits.append(
                _exists(
                    Choice.application_id == Application.id,
                    Choice.opening_id == Opening.id,
                    Opening.site_id == grant.site_id,
                )
            )
        if not limits:
            return sa.and_(SENT, unrelated(person))
        parts.append(sa.and_(*limits))
    return sa.and_(SENT, sa.or_(*parts), unrelated(person))


def reviewer_scope(person: Person) -> sa.ColumnElement[bool]:
    """Files assigned to a reviewer, as long as no conflict was declared."""
    if not person.has(Role.REVIEWER):
        return sa.false()
    mine = _exists(
        Assignment.application_id == Application.id,
        Assignment.reviewer_id == person.id,
        Assignment.state.not_in((AssignmentState.CONFLICT, AssignmentState.REMOVED)),
    )
    return sa.and_(SENT, mine, unrelated(person))


def require_team(person: Person, application_id: uuid.UUID) -> None:
    """NotFound unless the person may read this file as a member of the team."""
    statement = sa.select(Application.id).where(Application.id == application_id, team_scope(person))
    if db.session.scalar(statement) is None:
        raise NotFound
