"""Give and take roles; every session of the person ends, so that rights are never stale."""

import uuid

from app.accounts import policy, queries
from app.accounts.models import Person, RoleGrant
from app.accounts.roles import Role
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_


def require_organisation(role: Role, partner_id: uuid.UUID | None) -> None:
    """The role of a partner names its organisation; no other role has one."""
    if role is Role.PARTNER and partner_id is None:
        raise InvalidInput(N_("Invite people of a partner from the page of its organisation."), field="role")
    if role is not Role.PARTNER and partner_id is not None:
        raise InvalidInput(N_("Only the role of a partner belongs to an organisation."), field="role")


def grant_role(
    person: Person,
    role: Role,
    *,
    call_id: uuid.UUID | None = None,
    site_id: uuid.UUID | None = None,
    partner_id: uuid.UUID | None = None,
) -> None:
    """Add the grant unless the person has it already. No right is checked here."""
    require_organisation(role, partner_id)
    wanted = (role, call_id, site_id, partner_id)
    if any((g.role, g.call_id, g.site_id, g.partner_id) == wanted for g in person.grants):
        return
    person.grants.append(RoleGrant(id=uuid.uuid4(), role=role, call_id=call_id, site_id=site_id, partner_id=partner_id))
    db.session.flush()


def add(
    *,
    actor: Person,
    person_id: uuid.UUID,
    role: Role,
    call_id: uuid.UUID | None = None,
    site_id: uuid.UUID | None = None,
    partner_id: uuid.UUID | None = None,
) -> None:
    if not policy.can_manage_people(actor):
        raise NotAllowed
    person = queries.get(person_id)
    grant_role(person, role, call_id=call_id, site_id=site_id, partner_id=partner_id)
    end_sessions(person)
    audit.record("person.grant", actor=actor, subject=person, after={"role": role.value})


def remove(*, actor: Person, grant_id: uuid.UUID) -> None:
    grant = queries.grant(grant_id)
    if not policy.can_manage_people(actor):
        raise NotAllowed
    limited = grant.call_id is not None or grant.site_id is not None
    if not limited and not policy.can_remove_grant(actor, role=grant.role, admins=queries.count_admins()):
        raise Conflict(N_("This is the last administrator. Name another one first."))
    person = queries.get(grant.person_id)
    person.grants.remove(next(g for g in person.grants if g.id == grant.id))
    end_sessions(person)
    audit.record("person.revoke", actor=actor, subject=person, before={"role": grant.role.value})


def end_sessions(person: Person) -> None:
    """Sign the person out everywhere: the value every session carries is replaced."""
    person.fs_uniquifier = uuid.uuid4().hex


def set_active(*, actor: Person, person_id: uuid.UUID, active: bool) -> None:
    """Lock or unlock an account; the last administrator and oneself cannot be locked."""
    person = queries.get(person_id)
    if not policy.can_manage_people(actor):
        raise NotAllowed
    if person.id == actor.id or (not active and person.has_everywhere(Role.ADMIN) and queries.count_admins() <= 1):
        raise Conflict(N_("This account cannot be locked."))
    person.active = active
    end_sessions(person)
    audit.record("person.unlock" if active else "person.lock", actor=actor, subject=person)
