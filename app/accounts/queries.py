"""People by id, by e-mail, as a list."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Invitation, Person, RoleGrant
from app.accounts.roles import Role
from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, keyset, page_of


def get(person_id: uuid.UUID) -> Person:
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def by_email(email: str) -> Person | None:
    statement = sa.select(Person).where(Person.email == email.strip().lower())
    return db.session.scalars(statement).unique().one_or_none()


def with_role(*roles: Role) -> list[Person]:
    """Everybody who holds one of the roles, by name."""
    statement = (
        sa.select(Person)
        .where(Person.id.in_(sa.select(RoleGrant.person_id).where(RoleGrant.role.in_(roles))), Person.active.is_(True))
        .order_by(Person.full_name, Person.id)
    )
    return list(db.session.scalars(statement).unique())


def count_admins() -> int:
    """How many unlocked people are administrators everywhere; locks their grants until the commit."""
    statement = (
        sa.select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.ADMIN,
            RoleGrant.call_id.is_(None),
            RoleGrant.site_id.is_(None),
            Person.active.is_(True),
        )
        .with_for_update(of=RoleGrant)
    )
    return len(set(db.session.scalars(statement)))


def team(*, cursor: str | None = None, size: int = 50) -> Page[Person]:
    """Everybody who is more than an applicant, by name."""
    statement = sa.select(Person).where(
        Person.id.in_(sa.select(RoleGrant.person_id).where(RoleGrant.role != Role.APPLICANT))
    )
    statement, back = keyset(statement, [(Person.full_name, False), (Person.id, False)], cursor, size)
    rows: Sequence[Any] = db.session.scalars(statement).unique().all()
    return page_of(rows, [(r.full_name, r.id) for r in rows], size=size, back=back, cursor=cursor)


def open_invitations() -> list[Invitation]:
    statement = (
        sa.select(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .order_by(Invitation.created_at.desc(), Invitation.id)
        .limit(200)
    )
    return list(db.session.scalars(statement))


def invitation_by_hash(token_hash: str) -> Invitation | None:
    statement = sa.select(Invitation).where(Invitation.token_hash == token_hash).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def grant(grant_id: uuid.UUID) -> RoleGrant:
    row = db.session.get(RoleGrant, grant_id)
    if row is None:
        raise NotFound
    return row


def names(ids: Sequence[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Names for a handful of ids, in one statement."""
    wanted = {person_id for person_id in ids if person_id}
    if not wanted:
        return {}
    rows = db.session.execute(sa.select(Person.id, Person.full_name, Person.email).where(Person.id.in_(wanted)))
    return {row.id: row.full_name or row.email for row in rows}
