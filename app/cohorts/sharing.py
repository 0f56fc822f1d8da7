"""What a partner sees of a cohort, and what a startup may decide about partners."""

import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.cohorts.models import Edition, Participation
from app.core.db import db
from app.core.errors import NotFound
from app.partners.models import Partner, PartnerProgramme, Sharing, Subject
from app.programmes.models import Programme, Region, Site
from app.startups.models import MemberRole, Membership, Startup


@dataclass(frozen=True, slots=True)
class Shown:
    """A startup of the cohort as far as it agreed; empty where it did not."""

    startup_id: uuid.UUID
    name: str
    region: dict[str, str] | None
    state: str
    starts_on: Any
    ended_on: Any
    subjects: frozenset[Subject]
    owner: str = ""
    email: str = ""


def editions_for(partner_ids: frozenset[uuid.UUID], *, limit: int = 300) -> list[Any]:
    """Editions of the programmes that these partners carry, the latest first; how many take or took part."""
    count = (
        sa.select(sa.func.count()).where(Participation.edition_id == Edition.id).correlate(Edition).scalar_subquery()
    )
    statement = (
        sa.select(
            PartnerProgramme.partner_id, PartnerProgramme.programme_id, Edition.id, Edition.name, Edition.starts_on,
            Edition.ends_on, Site.name.label("site"), count.label("startups"),
        )
        .join(Edition, Edition.programme_id == PartnerProgramme.programme_id)
        .join(Site, Site.id == Edition.site_id)
        .where(PartnerProgramme.partner_id.in_(partner_ids))
        .order_by(Edition.starts_on.desc(), Edition.id)
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement))


def edition_for(partner_id: uuid.UUID, edition_id: uuid.UUID) -> Any:
    """NotFound unless the partner carries its programme."""
    statement = (
        sa.select(
            Edition.id, Edition.name, Edition.starts_on, Edition.ends_on, Programme.name.label("programme"),
            Site.name.label("site"),
        )
        .join(Programme, Programme.id == Edition.programme_id)
        .join(Site, Site.id == Edition.site_id)
        .join(PartnerProgramme, PartnerProgramme.programme_id == Edition.programme_id)
        .where(Edition.id == edition_id, PartnerProgramme.partner_id == partner_id)
    )  # fmt: skip
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def cohort_for(partner_id: uuid.UUID, edition_id: uuid.UUID, *, limit: int = 300) -> tuple[list[Shown], int]:
    """The startups that share their name with the partner, by name; and how many others take or took part."""
    agreed = sa.and_(
        Sharing.startup_id == Participation.startup_id,
        Sharing.partner_id == partner_id,
        Sharing.withdrawn_at.is_(None),
    )
    statement = (
        sa.select(
            Participation.startup_id, Startup.name, Region.name.label("region"), Participation.state,
            Participation.starts_on, Participation.ended_on, Sharing.subjects,
        )
        .join(Sharing, agreed)
        .join(Startup, Startup.id == Participation.startup_id)
        .outerjoin(Region, Region.code == Startup.region_code)
        .where(Participation.edition_id == edition_id)
        .order_by(Startup.name, Participation.id)
        .limit(limit)
    )  # fmt: skip
    known = set(Subject)
    rows = [
        (*row[:6], frozenset(Subject(s) for s in row.subjects if s in known)) for row in db.session.execute(statement)
    ]
    named = [row for row in rows if Subject.IDENTITY in row[6]]
    owners = _owners([row[0] for row in named if Subject.CONTACT in row[6]])
    total = db.session.scalar(
        sa.select(sa.func.count()).select_from(Participation).where(Participation.edition_id == edition_id)
    )
    return [Shown(*row, *owners.get(row[0], ("", ""))) for row in named], (total or 0) - len(named)


def _owners(startup_ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    if not startup_ids:
        return {}
    statement = (
        sa.select(Membership.startup_id, Person.full_name, Person.email)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.startup_id.in_(startup_ids), Membership.role == MemberRole.OWNER)
        .order_by(Membership.created_at, Membership.id)
    )
    return {startup_id: (name, email) for startup_id, name, email in db.session.execute(statement)}


def choices(startup_id: uuid.UUID) -> list[tuple[Partner, list[Programme], Sharing | None]]:
    """Partners of the programmes a startup takes or took part in, and those it shares with: what is in force."""
    taking_part = (
        sa.select(Edition.programme_id)
        .join(Participation, Participation.edition_id == Edition.id)
        .where(Participation.startup_id == startup_id)
    )
    in_force = sa.and_(
        Sharing.partner_id == Partner.id, Sharing.startup_id == startup_id, Sharing.withdrawn_at.is_(None)
    )
    statement = (
        sa.select(Partner, Programme, Sharing)
        .select_from(Partner)
        .outerjoin(
            PartnerProgramme,
            sa.and_(PartnerProgramme.partner_id == Partner.id, PartnerProgramme.programme_id.in_(taking_part)),
        )
        .outerjoin(Programme, Programme.id == PartnerProgramme.programme_id)
        .outerjoin(Sharing, in_force)
        .where(sa.or_(Programme.id.is_not(None), Sharing.id.is_not(None)))
        .order_by(Partner.name, Partner.id, Programme.position, Programme.key)
        .limit(200)
    )
    found: dict[uuid.UUID, tuple[Partner, list[Programme], Sharing | None]] = {}
    for partner, programme, sharing in db.session.execute(statement.execution_options(populate_existing=True)):
        _, programmes, _ = found.setdefault(partner.id, (partner, [], sharing))
        if programme is not None:
            programmes.append(programme)
    return list(found.values())


def for_owner(person_id: uuid.UUID) -> list[Any]:
    """The startups somebody owns that have something to do with partners: id, name, and whether one was never
    answered. One statement."""
    answered = sa.exists().where(Sharing.startup_id == Startup.id, Sharing.partner_id == PartnerProgramme.partner_id)
    open_choice = sa.case((answered.correlate(Startup, PartnerProgramme), 0), else_=1)
    statement = (
        sa.select(Startup.id, Startup.name, sa.func.max(open_choice).label("open"))
        .join(Membership, Membership.startup_id == Startup.id)
        .join(Participation, Participation.startup_id == Startup.id)
        .join(Edition, Edition.id == Participation.edition_id)
        .join(PartnerProgramme, PartnerProgramme.programme_id == Edition.programme_id)
        .where(Membership.person_id == person_id, Membership.role == MemberRole.OWNER)
        .group_by(Startup.id, Startup.name)
        .order_by(Startup.name, Startup.id)
        .limit(50)
    )
    return list(db.session.execute(statement))
