"""Take a target away that nobody promised, with a reason."""

import uuid

from app.accounts.models import Person
from app.core import audit
from app.core.db import db
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.programmes.models import Target
from app.reports import policy


def remove_target(*, target_id: uuid.UUID, actor: Person, reason: str) -> None:
    """Take a target away; the trace keeps it with the reason. Repeating it changes nothing."""
    if not policy.can_freeze(actor):
        raise NotAllowed
    if not reason.strip():
        raise InvalidInput(N_("Write why the target is taken away."), field="reason")
    found = db.session.get(Target, target_id, with_for_update=True)
    if found is None:
        return
    audit.record(
        "target.remove", actor=actor, subject=found, before={"value": found.value, "source": found.source},
        reason=reason.strip()[:2000], details={"indicator": found.indicator, "year": found.year},
    )  # fmt: skip
    db.session.delete(found)
