"""Put a model version into service; the one before is kept and can come back."""

from typing import Any

from app.core.db import db
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.matching import policy, queries, registry
from app.matching.services import transition
from app.matching.states import ModelState


def promote(*, number: int, actor: Any, note: str) -> None:
    """Raises Conflict for a version whose files cannot be loaded. Cards already issued keep their version."""
    if actor is not None and not policy.can_manage_models(actor):
        raise NotAllowed
    if not note.strip():
        raise InvalidInput(N_("Write why, in a sentence."), field="note")
    version = queries.version(number, lock=True)
    if version.state is ModelState.CHAMPION:
        return
    if (problem := registry.check(version)) is not None:
        raise Conflict(N_("This version cannot be loaded: %(problem)s"), problem=problem)
    if before := queries.champion(lock=True):
        transition.move(before, "retire", actor=actor, reason=note)
        db.session.flush()
    transition.move(version, "promote", actor=actor, reason=note)
