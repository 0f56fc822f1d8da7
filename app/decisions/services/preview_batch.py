"""Freeze the list of decisions to publish together, and count them by outcome."""

import uuid
from collections.abc import Sequence

from app.accounts.models import Person
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.decisions import policy, queries
from app.decisions.models import Batch, BatchItem
from app.reviews.scope import team_scope


def preview_batch(
    *, call_id: uuid.UUID, actor: Person, decision_ids: Sequence[uuid.UUID] | None = None, hold_mail: bool = True
) -> Batch:
    """A batch of the provisional decisions of a call (all, or the ones named), not yet published.

    Raises Conflict when there is nothing to publish.
    """
    if not policy.can_publish(actor, call_id):
        raise NotAllowed
    decisions = queries.provisional(call_id, scope=team_scope(actor), only=decision_ids)
    decisions = [one for one in decisions if one.opening is None or policy.can_give(actor, one.opening)]
    if not decisions:
        raise Conflict(N_("There is no provisional decision to publish."))
    counts: dict[str, int] = {}
    for decision in decisions:
        counts[decision.kind.value] = counts.get(decision.kind.value, 0) + 1
    batch = Batch(id=uuid.uuid4(), call_id=call_id, created_by_id=actor.id, counts=counts, hold_mail=hold_mail)
    db.session.add(batch)
    db.session.flush()
    db.session.add_all(
        BatchItem(batch_id=batch.id, decision_id=decision.id, position=position)
        for position, decision in enumerate(decisions)
    )
    db.session.flush()
    audit.record("batch.prepare", actor=actor, subject=batch, after=counts, batch_id=batch.id)
    return batch
