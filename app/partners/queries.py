"""Partner organisations, their programmes and people, and what startups agreed to share."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Invitation, Person, RoleGrant
from app.core.db import db
from app.core.errors import NotFound
from app.partners.models import Partner, PartnerProgramme, Sharing
from app.programmes.models import Programme


def partners(only: frozenset[uuid.UUID] | None = None) -> list[Partner]:
    """By name; `only` these where given."""
    statement = sa.select(Partner).order_by(Partner.name, Partner.id).limit(200)
    if only is not None:
        statement = statement.where(Partner.id.in_(only))
    return list(db.session.scalars(statement))


def names() -> dict[uuid.UUID, str]:
    return {row.id: row.name for row in db.session.execute(sa.select(Partner.id, Partner.name).limit(1000))}


def partner(key: str, *, lock: bool = False) -> Partner:
    statement = sa.select(Partner).where(Partner.key == key).execution_options(populate_existing=True)
    found = db.session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def programmes_of(partner_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Programme]]:
    """The programmes each of these partners carries, in the order of the catalogue, in one statement."""
    found: dict[uuid.UUID, list[Programme]] = {partner_id: [] for partner_id in partner_ids}
    statement = (
        sa.select(PartnerProgramme.partner_id, Programme)
        .join(Programme, Programme.id == PartnerProgramme.programme_id)
        .where(PartnerProgramme.partner_id.in_(partner_ids))
        .order_by(Programme.position, Programme.key)
    )
    for partner_id, programme in db.session.execute(statement):
        found[partner_id].append(programme)
    return found


def carries(partner_id: uuid.UUID, programme_id: uuid.UUID) -> bool:
    return db.session.get(PartnerProgramme, (partner_id, programme_id)) is not None


def people(partner_id: uuid.UUID) -> list[Any]:
    """Grant, person, name and address of everybody who reads for a partner."""
    statement = (
        sa.select(RoleGrant.id.label("grant_id"), Person.id, Person.full_name, Person.email, Person.active)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.partner_id == partner_id)
        .order_by(Person.full_name, Person.id)
        .limit(200)
    )
    return list(db.session.execute(statement))


def counts_of_people() -> dict[uuid.UUID, int]:
    """How many people read for each partner."""
    statement = (
        sa.select(RoleGrant.partner_id, sa.func.count())
        .where(RoleGrant.partner_id.is_not(None))
        .group_by(RoleGrant.partner_id)
    )
    return {partner_id: count for partner_id, count in db.session.execute(statement) if partner_id}


def invitations(partner_id: uuid.UUID) -> list[Invitation]:
    """Those that nobody has used or revoked."""
    statement = (
        sa.select(Invitation)
        .where(Invitation.partner_id == partner_id, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .order_by(Invitation.created_at.desc(), Invitation.id)
        .limit(50)
    )
    return list(db.session.scalars(statement))


def sharing_in_force(startup_id: uuid.UUID, partner_id: uuid.UUID, *, lock: bool = False) -> Sharing | None:
    statement = sa.select(Sharing).where(
        Sharing.startup_id == startup_id, Sharing.partner_id == partner_id, Sharing.withdrawn_at.is_(None)
    )
    if lock:
        statement = statement.with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def history(startup_id: uuid.UUID) -> list[tuple[Sharing, str]]:
    """Every agreement of a startup with its partner, and the name of who gave it; the latest first."""
    statement = (
        sa.select(Sharing, sa.func.coalesce(sa.func.nullif(Person.full_name, ""), Person.email))
        .select_from(Sharing)
        .join(Person, Person.id == Sharing.agreed_by_id)
        .where(Sharing.startup_id == startup_id)
        .options(joinedload(Sharing.partner))
        .order_by(Sharing.agreed_at.desc(), Sharing.id)
        .limit(100)
    )
    return [(sharing, name) for sharing, name in db.session.execute(statement)]
