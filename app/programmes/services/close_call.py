"""End a call before or after its date."""

import uuid

from app.accounts.models import Person
from app.core import jobs
from app.core.errors import NotAllowed
from app.programmes import policy, queries
from app.programmes.services import transition


def close_call(*, actor: Person, call_id: uuid.UUID, reason: str) -> None:
    call = queries.call_for_update(call_id)
    if not policy.can_edit_call(actor, call.id):
        raise NotAllowed
    transition.move(call, "close", actor=actor, reason=reason)


def archive_call(*, actor: Person, call_id: uuid.UUID) -> None:
    call = queries.call_for_update(call_id)
    if not policy.can_edit_call(actor, call.id):
        raise NotAllowed
    transition.move(call, "archive", actor=actor)
    jobs.enqueue("drafts.expire")
