"""Startups of a person; members of a startup."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.db import db
from app.core.errors import NotFound
from app.startups.models import MemberInvitation, MemberRole, Membership, Startup


def get(startup_id: uuid.UUID) -> Startup:
    startup = db.session.get(Startup, startup_id)
    if startup is None:
        raise NotFound
    return startup


def of_person(person_id: uuid.UUID) -> list[Membership]:
    """Memberships of a person with their startups, by name."""
    statement = (
        sa.select(Membership)
        .where(Membership.person_id == person_id)
        .join(Membership.startup)
        .options(joinedload(Membership.startup))
        .order_by(Startup.name, Membership.id)
    )
    return list(db.session.scalars(statement))


def membership(startup_id: uuid.UUID, person_id: uuid.UUID) -> Membership | None:
    statement = sa.select(Membership).where(Membership.startup_id == startup_id, Membership.person_id == person_id)
    return db.session.scalars(statement).one_or_none()


def members(startup_id: uuid.UUID) -> list[Membership]:
    """Members with their people, the owner first."""
    order = sa.case((Membership.role == MemberRole.OWNER, 0), (Membership.role == MemberRole.EDITOR, 1), else_=2)
    statement = (
        sa.select(Membership)
        .where(Membership.startup_id == startup_id)
        .options(joinedload(Membership.person))
        .order_by(order, Membership.created_at, Membership.id)
    )
    return list(db.session.scalars(statement).unique())


def open_invitations(startup_id: uuid.UUID) -> list[MemberInvitation]:
    statement = (
        sa.select(MemberInvitation)
        .where(
            MemberInvitation.startup_id == startup_id,
            MemberInvitation.accepted_at.is_(None),
            MemberInvitation.revoked_at.is_(None),
        )
        .order_by(MemberInvitation.created_at, MemberInvitation.id)
    )
    return list(db.session.scalars(statement))


def invitation_by_hash(token_hash: str) -> MemberInvitation | None:
    statement = (
        sa.select(MemberInvitation)
        .where(MemberInvitation.token_hash == token_hash)
        .options(joinedload(MemberInvitation.startup))
        .with_for_update(of=MemberInvitation)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def invitation_for_update(invitation_id: uuid.UUID) -> MemberInvitation:
    """An invitation with its startup, locked. Raises NotFound."""
    statement = (
        sa.select(MemberInvitation)
        .where(MemberInvitation.id == invitation_id)
        .options(joinedload(MemberInvitation.startup))
        .with_for_update(of=MemberInvitation)
    )
    found = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def is_member(startup_id: uuid.UUID, address: str) -> bool:
    """Whether the account of an address belongs to the startup."""
    statement = (
        sa.select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.startup_id == startup_id, Person.email == address)
    )
    return db.session.scalar(statement) is not None
