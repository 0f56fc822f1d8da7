"""The one right to read sent files: lists, counts, search, exports and pages all use this clause."""

import uuid
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.roles import TEAM, Role
from app.applications.models import Application, Choice, SeatHold
from app.applications.states import Stage
from app.cohorts.models import Edition, Participation, Residence
from app.core.db import db
from app.core.errors import NotFound
from app.programmes.models import Opening
from app.reviews.conflicts import own_domain
from app.reviews.models import Assignment, ConflictOfInterest
from app.reviews.states import AssignmentState
from app.startups.models import Membership, Startup

SENT = sa.and_(Application.submitted_at.is_not(None), Application.stage.not_in((Stage.DRAFT, Stage.EXPIRED)))


def _exists(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """EXISTS about the application of the outer statement, whatever else stands there."""
    return sa.exists().where(*conditions).correlate(Application)


def _related(person: Person) -> Any:
    """The startups somebody belongs to, shares a mail domain with, or declared."""
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
    return sa.union_all(*related)


def unrelated(person: Person) -> sa.ColumnElement[bool]:
    """Nobody reads the file of a startup they are related to: admins included.

    The startups are looked up once per statement, not once per row.
    """
    return Application.startup_id.not_in(_related(person))


def followed(person: Person) -> sa.ColumnElement[bool]:
    """Startups after the yes whose follow-up a member of the team may read: those of their sites and calls, minus
    those they are related to. A clause about Startup.id; every page, count and export of the follow-up uses it."""
    grants = [grant for grant in person.grants if grant.role in TEAM]
    parts: list[sa.ColumnElement[bool]] = []
    for grant in grants:
        if grant.call_id is None and grant.site_id is None:
            parts.append(sa.true())
        if grant.call_id:
            parts.append(Startup.id.in_(sa.select(Application.startup_id).where(Application.call_id == grant.call_id)))
        if grant.site_id:
            taking_part = (
                sa.select(Participation.startup_id)
                .join(Edition, Edition.id == Participation.edition_id)
                .where(Edition.site_id == grant.site_id)
            )
            staying = sa.select(Residence.startup_id).where(Residence.site_id == grant.site_id)
            parts.append(sa.or_(Startup.id.in_(taking_part), Startup.id.in_(staying)))
    return sa.and_(sa.or_(sa.false(), *parts), unrelated_startups(person))


def unrelated_startups(person: Person) -> sa.ColumnElement[bool]:
    """Startups that somebody of the team may take up: a clause about Startup.id."""
    return Startup.id.not_in(_related(person))


def startup(person: Person, startup_id: uuid.UUID) -> Startup:
    """NotFound unless the person may follow this startup up as a member of the team."""
    found = db.session.scalars(sa.select(Startup).where(Startup.id == startup_id, followed(person))).one_or_none()
    if found is None:
        raise NotFound
    return found


def _concerns(site_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """Files that wish this city, that let the team choose, or that were placed there: by a seat or in a cohort."""
    here = sa.select(Opening.id).where(Opening.site_id == site_id)
    editions = sa.select(Edition.id).where(Edition.site_id == site_id)
    return sa.or_(
        Application.team_chooses,
        _exists(Choice.application_id == Application.id, Choice.opening_id.in_(here)),
        _exists(SeatHold.application_id == Application.id, SeatHold.opening_id.in_(here)),
        _exists(Participation.application_id == Application.id, Participation.edition_id.in_(editions)),
    )


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
            limits.append(_concerns(grant.site_id))
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


def names_of(person: Person, startup_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of the startups among these that the person may follow up, in one statement."""
    if not startup_ids:
        return {}
    statement = sa.select(Startup.id, Startup.name).where(Startup.id.in_(startup_ids), followed(person))
    return {key: name for key, name in db.session.execute(statement)}
