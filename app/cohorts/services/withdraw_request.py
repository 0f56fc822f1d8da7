"""A startup no longer waits for a place."""

import uuid

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.models import HostingRequest
from app.cohorts.services.transition import move_hosting
from app.core.clock import today
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_


def withdraw_request(*, actor: Person, request_id: uuid.UUID, reason: str, scope: queries.Scope) -> HostingRequest:
    """The reason is kept with the request."""
    request = queries.hosting_request(request_id, scope, lock=True)
    if not policy.can_run_site(actor, request.site_id):
        raise NotAllowed
    if not reason.strip():
        raise InvalidInput(N_("Write why, in a sentence."), field="reason")
    move_hosting(request, "withdraw", actor=actor, on=max(today(), request.asked_on))
    request.note = f"{request.note}\n{reason.strip()}".strip()
    return request
