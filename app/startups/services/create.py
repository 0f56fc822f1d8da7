"""Begin a startup: an idea with a name and its owner, or one that the team notes."""

import uuid

from app.accounts.models import Person
from app.core import audit
from app.core.db import db
from app.core.errors import InvalidInput, NotAllowed
from app.core.fold import visible_text
from app.core.i18n import N_
from app.startups import policy
from app.startups.models import MemberRole, Membership, Startup


def create(*, actor: Person, name: str) -> Startup:
    """A startup owned by the actor. Raises InvalidInput without a name that can be seen."""
    startup = _named(name, N_("Give your project or company a name."))
    db.session.add(Membership(id=uuid.uuid4(), startup_id=startup.id, person_id=actor.id, role=MemberRole.OWNER))
    db.session.flush()
    audit.record("startup.create", actor=actor, subject=startup)
    return startup


def note_startup(*, actor: Person, name: str) -> Startup:
    """A startup that has nobody with an account: of before Wijha, noted by the team."""
    if not policy.can_note(actor):
        raise NotAllowed
    startup = _named(name, N_("Write the name of the startup."))
    audit.record("startup.note", actor=actor, subject=startup)
    return startup


def _named(name: str, missing: str) -> Startup:
    name = visible_text(name)
    if not name:
        raise InvalidInput(missing, field="name")
    startup = Startup(id=uuid.uuid4(), name=name[:200])
    db.session.add(startup)
    db.session.flush()
    return startup
