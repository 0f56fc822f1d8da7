"""Who may do what in a startup."""

from app.accounts.models import Person
from app.accounts.roles import TEAM
from app.startups.models import MemberInvitation, MemberRole, Membership


def can_view(membership: Membership | None) -> bool:
    return membership is not None


def can_edit(membership: Membership | None) -> bool:
    return membership is not None and membership.role in (MemberRole.OWNER, MemberRole.EDITOR)


def can_send(membership: Membership | None) -> bool:
    """Only the owner sends, withdraws, confirms and declines."""
    return membership is not None and membership.role is MemberRole.OWNER


def can_invite(membership: Membership | None) -> bool:
    return can_send(membership)


def is_invited(person: Person, invitation: MemberInvitation) -> bool:
    """A link opens a startup for the owner of the invited address only, not for who carries it."""
    return person.confirmed_at is not None and person.email == invitation.email


def can_note(person: Person) -> bool:
    """The team notes a startup that has nobody with an account."""
    return person.has(*TEAM)
