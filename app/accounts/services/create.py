"""Make an account directly (command line, demo); sign-up itself is the sign-in library's."""

import uuid

from app.accounts.models import Person, RoleGrant
from app.accounts.roles import Role
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.i18n import N_
from app.core.typed import read_address, read_name


def create(
    *, email: str, full_name: str, password_hash: str | None, roles: tuple[Role, ...], language: str = "fr"
) -> Person:
    """A confirmed person with roles everywhere. Raises Conflict for an address that is taken, InvalidInput for none."""
    person = Person(
        id=uuid.uuid4(),
        email=read_address(email),
        full_name=read_name(full_name),
        password=password_hash,
        language=language,
        confirmed_at=utcnow(),
    )
    person.grants = [RoleGrant(id=uuid.uuid4(), role=role) for role in roles]
    with unless_duplicate(N_("There is already an account with this address."), field="email"):
        db.session.add(person)
    audit.record("person.create", subject=person, after=[role.value for role in roles])
    return person


def ensure_applicant(person: Person) -> None:
    """Give a person who signed up the applicant's role, once."""
    if not person.has(Role.APPLICANT):
        person.grants.append(RoleGrant(id=uuid.uuid4(), role=Role.APPLICANT))
        db.session.flush()
        audit.record("person.register", actor=person, subject=person)
