"""Who looks after partners, for whom a person reads, and who decides what a startup shares."""

import uuid

from app.accounts.models import Person
from app.accounts.roles import Role
from app.startups import policy as startups
from app.startups.models import Membership


def can_manage_partners(person: Person) -> bool:
    return person.has_everywhere(Role.ADMIN)


def partner_ids(person: Person) -> frozenset[uuid.UUID]:
    """The organisations whose people somebody is one of."""
    return frozenset(g.partner_id for g in person.grants if g.role is Role.PARTNER and g.partner_id)


def can_share(membership: Membership | None) -> bool:
    """Only the owner decides what leaves the startup."""
    return startups.can_send(membership)
