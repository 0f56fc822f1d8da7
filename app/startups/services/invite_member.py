"""Invite a co-founder by a link, send it again or cancel it, and let them in."""

import uuid
from datetime import timedelta

from app.accounts.models import Person
from app.accounts.services.invite import Addressee
from app.accounts.tokens import hash_token, new_token
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.core.typed import read_address
from app.mail.purposes import Purpose
from app.mail.render import external
from app.mail.services.enqueue import enqueue
from app.startups import policy, queries
from app.startups.models import MemberInvitation, MemberRole, Membership, Startup

VALID_FOR = timedelta(days=14)


def invite_member(*, startup_id: uuid.UUID, actor: Person, email: str, role: MemberRole, language: str) -> str:
    """Write the invitation and its mail; returns the link's secret. Only the owner invites."""
    startup = queries.get(startup_id)
    if not policy.can_invite(queries.membership(startup_id, actor.id)):
        raise NotAllowed
    if role is MemberRole.OWNER:
        raise InvalidInput(N_("A startup has one owner. Choose editor or reader."), field="role")
    address = read_address(email)
    if queries.is_member(startup_id, address):
        raise InvalidInput(N_("This person is already a member."), field="email")
    token, token_hash = new_token()
    invitation = MemberInvitation(
        id=uuid.uuid4(),
        token_hash=token_hash,
        startup_id=startup_id,
        email=address,
        role=role,
        invited_by_id=actor.id,
        expires_at=utcnow() + VALID_FOR,
    )
    with unless_duplicate(
        N_("This address is invited already. Send the invitation again from the list."), field="email"
    ):
        db.session.add(invitation)
    audit.record("member.invite", actor=actor, subject=startup, after={"role": role.value})
    _write(invitation, startup, actor, language, token)
    return token


def resend_invitation(*, invitation_id: uuid.UUID, actor: Person, language: str) -> str:
    """A new link to the same address for another 14 days; the one before ends. Returns the link's secret."""
    invitation = _open_one(invitation_id, actor)
    token, invitation.token_hash = new_token()
    invitation.expires_at = utcnow() + VALID_FOR
    audit.record("member.invite_again", actor=actor, subject=invitation.startup)
    _write(invitation, invitation.startup, actor, language, token)
    return token


def cancel_invitation(*, invitation_id: uuid.UUID, actor: Person) -> MemberInvitation:
    """Its link opens nothing any more."""
    invitation = _open_one(invitation_id, actor)
    invitation.revoked_at = utcnow()
    audit.record("member.uninvite", actor=actor, subject=invitation.startup, before={"role": invitation.role.value})
    return invitation


def _open_one(invitation_id: uuid.UUID, actor: Person) -> MemberInvitation:
    """An invitation of the actor's startup that waits, locked. Raises NotFound, NotAllowed or Conflict."""
    invitation = queries.invitation_for_update(invitation_id)
    member = queries.membership(invitation.startup_id, actor.id)
    if member is None:
        raise NotFound
    if not policy.can_invite(member):
        raise NotAllowed
    if invitation.accepted_at or invitation.revoked_at:
        raise Conflict(N_("This invitation was used or cancelled meanwhile. Reload the page."))
    return invitation


def _write(invitation: MemberInvitation, startup: Startup, actor: Person, language: str, token: str) -> None:
    enqueue(
        Purpose.MEMBER_INVITATION,
        to=Addressee(invitation.email, "", language),
        values={
            "inviter": actor.full_name or actor.email,
            "startup": startup.name,
            "link": external(f"/{language}/join/{token}"),
            "until": invitation.expires_at,
        },
    )


def find(token: str) -> MemberInvitation:
    """The invitation behind a link that can still be used; Conflict in words otherwise."""
    invitation = queries.invitation_by_hash(hash_token(token))
    if invitation is None or invitation.accepted_at or invitation.revoked_at or invitation.expires_at < utcnow():
        raise Conflict(N_("This invitation link is no longer valid. Ask for a new one."))
    return invitation


def accept(*, token: str, actor: Person) -> Startup:
    """Use the link once, with an account of the invited address; a member keeps their role."""
    invitation = find(token)
    if not policy.is_invited(actor, invitation):
        raise Conflict(N_("This invitation was sent to another address. Sign in with that one."))
    invitation.accepted_at = utcnow()
    if queries.membership(invitation.startup_id, actor.id) is None:
        with unless_duplicate(N_("You are already a member.")):
            db.session.add(
                Membership(id=uuid.uuid4(), startup_id=invitation.startup_id, person_id=actor.id, role=invitation.role)
            )
    startup = invitation.startup
    audit.record("member.join", actor=actor, subject=startup, after={"role": invitation.role.value})
    return startup
