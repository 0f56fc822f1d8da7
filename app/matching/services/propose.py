"""Ask for a second person: an admin proposes a version, with the reason, for service."""

from app.accounts.models import Person
from app.core.clock import utcnow
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.matching import policy, queries, registry
from app.matching.services import transition

WHY = N_("Write why, in a sentence.")
BROKEN = N_("This version cannot be loaded: %(problem)s")


def propose(*, number: int, actor: Person, note: str) -> None:
    """Raises Conflict for a version whose files cannot be loaded. Nothing is served by it yet."""
    if not policy.can_manage_models(actor):
        raise NotAllowed
    if not note.strip():
        raise InvalidInput(WHY, field="note")
    version = queries.version(number, lock=True)
    if (problem := registry.check(version)) is not None:
        raise Conflict(BROKEN, problem=problem)
    version.proposed_by_id, version.proposed_at, version.proposal_note = actor.id, utcnow(), note.strip()
    if version.promoted_by_id == actor.id:  # one who promoted it long ago may propose it again
        version.promoted_by_id = None
    transition.move(version, "propose", actor=actor, reason=note.strip())
