"""Move a startup one place up or down on the waiting list of a site, with the reason."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.models import HostingRequest
from app.cohorts.states import HostingState
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_

MOVED = N_("The order has changed in the meantime. Look at it again.")


def reorder_waiting(
    *, actor: Person, request_id: uuid.UUID, up: bool, seen: int, reason: str, scope: queries.Scope
) -> HostingRequest:
    """`seen` is the position that the actor read: two people who move at once do not add up."""
    request = queries.hosting_request(request_id, scope)
    if not policy.can_run_site(actor, request.site_id):
        raise NotAllowed
    if not reason.strip():
        raise InvalidInput(N_("Write why, in a sentence."), field="reason")
    queries.lock_site(request.site_id)
    request = queries.hosting_request(request_id, scope, lock=True)
    if request.state is not HostingState.WAITING or request.position != seen:
        raise Conflict(MOVED)
    other = _neighbour(request, up=up)
    if other is None:
        raise Conflict(N_("It is first already.") if up else N_("It is last already."))
    before = request.position
    request.position, other.position = other.position, request.position
    audit.record(
        "hosting.reorder", actor=actor, subject=request, before=before, after=request.position, reason=reason.strip()
    )
    return request


def _neighbour(request: HostingRequest, *, up: bool) -> HostingRequest | None:
    column = HostingRequest.position
    statement = (
        sa.select(HostingRequest)
        .where(
            HostingRequest.site_id == request.site_id,
            HostingRequest.state == HostingState.WAITING,
            column < request.position if up else column > request.position,
        )
        .order_by(column.desc() if up else column.asc(), HostingRequest.id)
        .limit(1)
        .with_for_update()
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
