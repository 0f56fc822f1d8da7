"""Move the closing date of a call, also after it has closed."""

import uuid
from datetime import datetime

from app.accounts.models import Person
from app.core import audit
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.programmes import policy, queries
from app.programmes.services import transition
from app.programmes.services.edit_call import check_closing
from app.programmes.states import CallState


def extend_call(*, actor: Person, call_id: uuid.UUID, closes_at: datetime, reason: str) -> None:
    """Move the closing instant, later or earlier. Raises InvalidInput unless it is another one, and in the future."""
    call = queries.call_for_update(call_id)
    if not policy.can_edit_call(actor, call.id):
        raise NotAllowed
    check_closing(closes_at)
    if closes_at == call.closes_at:
        raise InvalidInput(N_("The call closes at this time already. Choose another one."), field="closes_at")
    if closes_at <= call.opens_at:
        raise InvalidInput(N_("The call must close after it opens."), field="closes_at")
    before, call.closes_at = call.closes_at, closes_at
    audit.record(
        "call.extend", actor=actor, subject=call, before=before.isoformat(), after=closes_at.isoformat(), reason=reason
    )
    if call.state is CallState.CLOSED:
        transition.move(call, "reopen", actor=actor, reason=reason)
