"""A second person says that a figure, a round, a loan or a grant is right."""

import uuid

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.outcomes import policy, queries
from app.outcomes.models import Funding, Outcome
from app.outcomes.queries import Within


def stamp(row: Outcome | Funding) -> str:
    """What a page shows of a row: another stamp means that it was corrected since."""
    return str(int(row.recorded_at.timestamp() * 1_000_000))


def verify(*, kind: str, row_id: uuid.UUID, seen: str, actor: Person, within: Within) -> Outcome | Funding:
    """Never the person who entered it, and never another version than the one that was seen.

    Raises NotFound, NotAllowed, or Conflict. What is verified already stays as it is.
    """
    row = queries.row_for_update(kind, row_id, within)
    if not policy.can_follow_up(actor):
        raise NotAllowed
    if row.recorded_by_id == actor.id or not policy.can_verify(actor, recorded_by_id=row.recorded_by_id):
        raise Conflict(N_("You entered this figure yourself. Somebody else has to verify it."))
    if stamp(row) != seen:
        raise Conflict(N_("This figure was corrected meanwhile. Look at it again, then verify it."))
    if isinstance(row, Outcome) and row.value is None:
        raise Conflict(N_("“Not available” has nothing to verify."))
    if row.verified_at is None:
        row.verified_by_id, row.verified_at = actor.id, utcnow()
        audit.record("outcome.verify" if kind == queries.FIGURE else "funding.verify", actor=actor, subject=row)
    return row
