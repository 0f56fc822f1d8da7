"""Editions, who takes part, who stays where: rows by id, and occupancy."""

import uuid
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.applications.models import Application
from app.cohorts.models import Edition, HostingRequest, Participation, Pass, Residence
from app.cohorts.occupancy import DAY, Occupancy, Stay
from app.cohorts.occupancy import Pass as Taken
from app.cohorts.occupancy import occupancy as counted
from app.cohorts.states import HostingState
from app.core.clock import today
from app.core.db import db
from app.core.errors import NotFound
from app.programmes.models import Site
from app.startups.models import MemberRole, Membership

Scope = sa.ColumnElement[bool]
"""A clause about Startup.id: which startups the person may follow up."""


def participations_of(startup_id: uuid.UUID) -> list[Participation]:
    """Every edition a startup takes or took part in, the latest first."""
    statement = (
        sa.select(Participation)
        .where(Participation.startup_id == startup_id)
        .options(
            joinedload(Participation.edition).joinedload(Edition.programme),
            joinedload(Participation.edition).joinedload(Edition.site),
        )
        .order_by(Participation.starts_on.desc(), Participation.id)
        .limit(50)
    )
    return list(db.session.scalars(statement))


def residences_of(startup_id: uuid.UUID) -> list[Residence]:
    """Every place a startup has or had at a site, the latest first."""
    statement = (
        sa.select(Residence)
        .where(Residence.startup_id == startup_id)
        .options(joinedload(Residence.site))
        .order_by(Residence.starts_on.desc(), Residence.id)
        .limit(50)
    )
    return list(db.session.scalars(statement))


def _one(statement: Any) -> Any:
    found = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def edition(edition_id: uuid.UUID, *, lock: bool = False) -> Edition:
    """With programme and site; locked until the end of the transaction where it is to be changed."""
    statement = (
        sa.select(Edition)
        .where(Edition.id == edition_id)
        .options(joinedload(Edition.programme, innerjoin=True), joinedload(Edition.site, innerjoin=True))
    )
    found: Edition = _one(statement.with_for_update(of=Edition) if lock else statement)
    return found


def participation_for_update(participation_id: uuid.UUID, scope: Scope) -> Participation:
    statement = (
        sa.select(Participation)
        .join(Participation.startup)
        .where(Participation.id == participation_id, scope)
        .options(sa.orm.contains_eager(Participation.startup), joinedload(Participation.edition, innerjoin=True))
        .with_for_update(of=Participation)
    )
    found: Participation = _one(statement)
    return found


def participation(participation_id: uuid.UUID, scope: Scope) -> Participation:
    """With startup, edition, programme and site."""
    statement = (
        sa.select(Participation)
        .join(Participation.startup)
        .where(Participation.id == participation_id, scope)
        .options(
            sa.orm.contains_eager(Participation.startup),
            joinedload(Participation.edition).joinedload(Edition.programme),
            joinedload(Participation.edition).joinedload(Edition.site),
        )
    )
    found: Participation = _one(statement)
    return found


def file_of(participation: Participation) -> Any:
    """Reference and stage of the application that led there; None without one."""
    statement = sa.select(Application.id, Application.reference, Application.stage).where(
        Application.id == participation.application_id
    )
    return db.session.execute(statement).one_or_none() if participation.application_id else None


def residence(residence_id: uuid.UUID, scope: Scope, *, lock: bool = False) -> Residence:
    """With startup, site and programme."""
    statement = (
        sa.select(Residence)
        .join(Residence.startup)
        .where(Residence.id == residence_id, scope)
        .options(
            sa.orm.contains_eager(Residence.startup),
            joinedload(Residence.site, innerjoin=True),
            joinedload(Residence.programme),
        )
    )
    found: Residence = _one(statement.with_for_update(of=Residence) if lock else statement)
    return found


def hosting_request(request_id: uuid.UUID, scope: Scope, *, lock: bool = False) -> HostingRequest:
    """With its startup and site."""
    statement = (
        sa.select(HostingRequest)
        .join(HostingRequest.startup)
        .where(HostingRequest.id == request_id, scope)
        .options(sa.orm.contains_eager(HostingRequest.startup), joinedload(HostingRequest.site, innerjoin=True))
    )
    found: HostingRequest = _one(statement.with_for_update(of=HostingRequest) if lock else statement)
    return found


def waiting_request(site_id: uuid.UUID, startup_id: uuid.UUID) -> HostingRequest | None:
    """The place of a startup on the waiting list of a site."""
    statement = sa.select(HostingRequest).where(
        HostingRequest.site_id == site_id,
        HostingRequest.startup_id == startup_id,
        HostingRequest.state == HostingState.WAITING,
    )
    return db.session.scalars(statement).one_or_none()


def waiting_before(request: HostingRequest) -> int:
    """How many startups come before this one on the waiting list of its site."""
    earlier = sa.or_(
        HostingRequest.position < request.position,
        sa.and_(HostingRequest.position == request.position, HostingRequest.id < request.id),
    )
    statement = sa.select(sa.func.count()).where(
        HostingRequest.site_id == request.site_id, HostingRequest.state == HostingState.WAITING, earlier
    )
    return db.session.scalar(statement) or 0


def lock_site(site_id: uuid.UUID) -> None:
    """One at a time for what is in order at a site; the site's own rows can still be referred to."""
    db.session.execute(sa.select(Site.id).where(Site.id == site_id).with_for_update(key_share=True))


def owners(startup_id: uuid.UUID) -> list[Person]:
    """Who is written to about a startup."""
    statement = (
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.startup_id == startup_id, Membership.role == MemberRole.OWNER)
        .order_by(Person.id)
    )
    return list(db.session.scalars(statement).unique())


def occupancy(first: date, after: date) -> dict[uuid.UUID, dict[date, Occupancy]]:
    """Every site by month from `first` to the day before `after`, days to come left out. Three statements."""
    after = min(after, today() + DAY)
    sites = {row.id: row.workplaces for row in db.session.execute(sa.select(Site.id, Site.workplaces))}
    stays = sa.select(
        Residence.site_id, Residence.startup_id, Residence.starts_on, Residence.ends_on, Residence.seats
    ).where(
        Residence.starts_on < after,
        sa.or_(Residence.ends_on.is_(None), Residence.ends_on >= first),
    )
    passes = sa.select(Pass.site_id, Pass.starts_on, Pass.ends_on).where(
        Pass.cancelled_at.is_(None), Pass.starts_on < after, Pass.ends_on >= first
    )
    return counted(
        sites,
        [Stay(*row) for row in db.session.execute(stays)],
        [Taken(*row) for row in db.session.execute(passes)],
        first=first,
        after=after,
    )
