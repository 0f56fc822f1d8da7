"""A reviewer says that they are too close to a startup: access ends at once."""

import uuid

from app.accounts.models import Person
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.reviews import policy, queries
from app.reviews.models import ConflictKind, ConflictOfInterest
from app.reviews.services import transition


def declare_conflict(*, application_id: uuid.UUID, actor: Person, reason: str) -> None:
    """The assignment ends, a review already made is kept apart, and the startup disappears for this person."""
    assignment = queries.assignment(actor, application_id, lock=True)
    if not policy.can_declare_conflict(actor, assignment):
        raise NotAllowed
    if not reason.strip():
        raise InvalidInput(N_("Say in a few words what links you to this startup."), field="reason")
    transition.move(assignment, "declare_conflict", actor=actor, reason=reason.strip())
    conflict = ConflictOfInterest(
        id=uuid.uuid4(),
        person_id=actor.id,
        startup_id=assignment.application.startup_id,
        kind=ConflictKind.DECLARED,
        reason=reason.strip(),
    )
    with unless_duplicate(N_("You have already declared this conflict.")):
        db.session.add(conflict)
    audit.record("conflict.declare", actor=actor, subject=conflict, reason=reason.strip())
