"""Put a proposed version into service: a second admin does, with the reason. The one before can come back."""

import uuid

from app.accounts.models import Person
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.matching import policy, queries, registry
from app.matching.models import ModelVersion
from app.matching.services import transition
from app.matching.services.order_scoring import order_scoring
from app.matching.services.propose import BROKEN, WHY

SAME_PERSON = N_("You proposed this version. Another administrator puts it into service.")
TAKEN = N_("Another version was put into service at the same moment. Reload the page.")


def promote(*, number: int, actor: Person, note: str) -> None:
    """Raises Conflict for the person who proposed it, and for a version whose files cannot be loaded.

    Cards already issued keep their version.
    """
    if not policy.can_manage_models(actor):
        raise NotAllowed
    if not note.strip():
        raise InvalidInput(WHY, field="note")
    version = queries.version(number, lock=True)
    if version.proposed_by_id == actor.id:
        raise Conflict(SAME_PERSON)
    enter(version, "promote", actor=actor, reason=note.strip(), signed_by=actor.id)


def enter(
    version: ModelVersion, move: str, *, actor: Person | None, reason: str, signed_by: uuid.UUID | None = None
) -> None:
    """Retire the champion, put this locked version in its place, order new scores; all or nothing."""
    if (problem := registry.check(version)) is not None:
        raise Conflict(BROKEN, problem=problem)
    if before := queries.champion(lock=True):
        transition.move(before, "retire", actor=actor, reason=reason)
    with unless_duplicate(TAKEN):  # two at once on a server database: the unique index lets one in
        transition.move(version, move, actor=actor, reason=reason)
        if signed_by is not None:
            version.promoted_by_id, version.promotion_note = signed_by, reason
        db.session.flush()
    order_scoring(version=version, actor=actor)
