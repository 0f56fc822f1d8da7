"""Put a startup on the waiting list for a place at a site, last in order."""

import uuid
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.models import HostingRequest
from app.cohorts.states import HostingState
from app.core import audit
from app.core.clock import today
from app.core.db import db, unless_duplicate
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.startups.models import Startup


def ask_for_place(
    *,
    actor: Person,
    site_id: uuid.UUID,
    startup_id: uuid.UUID,
    seats: int,
    asked_on: date,
    scope: queries.Scope,
    note: str = "",
) -> HostingRequest:
    """Raises Conflict for a startup that waits there already."""
    if not policy.can_run_site(actor, site_id):
        raise NotAllowed
    if db.session.scalar(sa.select(Startup.id).where(Startup.id == startup_id, scope)) is None:
        raise NotFound
    if asked_on > today():
        raise InvalidInput(N_("Write the day on which it asked: today or earlier."), field="asked_on")
    queries.lock_site(site_id)
    last = db.session.scalar(
        sa.select(sa.func.max(HostingRequest.position)).where(
            HostingRequest.site_id == site_id, HostingRequest.state == HostingState.WAITING
        )
    )
    request = HostingRequest(
        id=uuid.uuid4(), site_id=site_id, startup_id=startup_id, seats=seats, asked_on=asked_on, note=note,
        position=(last or 0) + 1, state=HostingState.WAITING,
    )  # fmt: skip
    with unless_duplicate(N_("This startup already waits for a place at this site."), field="startup"):
        db.session.add(request)
    after = {"startup": str(startup_id), "site": str(site_id), "seats": seats, "position": request.position}
    audit.record("hosting.ask", actor=actor, subject=request, after=after)
    return request
