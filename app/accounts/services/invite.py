"""Invite somebody to the team by a link, and let them in."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.accounts import policy, queries
from app.accounts.models import Invitation, Person, RoleGrant
from app.accounts.roles import NAMES, Role
from app.accounts.services import change_role
from app.accounts.tokens import hash_token, new_token
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_, translate
from app.core.typed import read_address
from app.mail.purposes import Purpose
from app.mail.render import external
from app.mail.services.enqueue import enqueue

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody without an account yet."""

    email: str
    full_name: str
    language: str


def invite(
    *,
    actor: Person,
    email: str,
    role: Role,
    call_id: uuid.UUID | None = None,
    site_id: uuid.UUID | None = None,
    partner_id: uuid.UUID | None = None,
    language: str = "fr",
) -> str:
    """Write the invitation and its mail; returns the link's secret, which is not kept."""
    if not policy.can_manage_people(actor):
        raise NotAllowed
    if role is Role.APPLICANT:
        raise InvalidInput(N_("Applicants sign up themselves. Choose a role of the team."), field="role")
    change_role.require_organisation(role, partner_id)
    email = read_address(email)
    _not_twice(email, RoleGrant(role=role, call_id=call_id, site_id=site_id, partner_id=partner_id))
    token, token_hash = new_token()
    invitation = Invitation(
        id=uuid.uuid4(),
        token_hash=token_hash,
        email=email,
        role=role,
        call_id=call_id,
        site_id=site_id,
        partner_id=partner_id,
        invited_by_id=actor.id,
        expires_at=utcnow() + VALID_FOR,
    )
    db.session.add(invitation)
    db.session.flush()
    audit.record("invitation.create", actor=actor, subject=invitation, after={"role": role.value})
    enqueue(
        Purpose.INVITATION,
        to=Addressee(invitation.email, "", language),
        values={
            "inviter": actor.full_name or actor.email,
            "role_name": translate(NAMES[role], language),
            "link": external(f"/{language}/invitation/{token}"),
            "until": invitation.expires_at,
        },
    )
    return token


def _not_twice(email: str, wanted: RoleGrant) -> None:
    """Raises InvalidInput when the role is held, or offered, as widely as it is wanted."""

    def covers(given: RoleGrant | Invitation) -> bool:
        whole = given.call_id in (None, wanted.call_id) and given.site_id in (None, wanted.site_id)
        return given.role is wanted.role and given.partner_id == wanted.partner_id and whole

    person = queries.by_email(email)
    if person is not None and any(covers(grant) for grant in person.grants):
        raise InvalidInput(N_("This person already has this role."), field="email")
    if any(covers(invitation) for invitation in _open_invitations(email)):
        raise InvalidInput(N_("An invitation for this role is already on its way."), field="email")


def _open_invitations(email: str) -> list[Invitation]:
    statement = sa.select(Invitation).where(
        Invitation.email == email,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > utcnow(),
    )
    return list(db.session.scalars(statement))


def find(token: str) -> Invitation:
    """The invitation behind a link that can still be used; Conflict in words otherwise."""
    invitation = queries.invitation_by_hash(hash_token(token))
    if invitation is None or invitation.revoked_at:
        raise Conflict(N_("This invitation link is not valid. Ask for a new one."))
    if invitation.accepted_at:
        raise Conflict(N_("This invitation was already used. Sign in instead."))
    if invitation.expires_at < utcnow():
        raise Conflict(N_("This invitation has expired. Ask for a new one."))
    return invitation


def accept(*, token: str, person: Person) -> Role:
    """Use the link once: the person gets the role. The address must be the invited one."""
    invitation = find(token)
    if person.email != invitation.email:
        raise Conflict(N_("This invitation was sent to another address. Sign in with that one."))
    invitation.accepted_at = utcnow()
    if person.confirmed_at is None:
        person.confirmed_at = utcnow()
    change_role.grant_role(
        person,
        invitation.role,
        call_id=invitation.call_id,
        site_id=invitation.site_id,
        partner_id=invitation.partner_id,
    )
    audit.record("invitation.accept", actor=person, subject=invitation)
    return invitation.role


def revoke(*, invitation_id: uuid.UUID, actor: Person) -> None:
    if not policy.can_manage_people(actor):
        raise NotAllowed
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.accepted_at:
        raise Conflict(N_("This invitation was already used."))
    invitation.revoked_at = utcnow()
    audit.record("invitation.revoke", actor=actor, subject=invitation)
