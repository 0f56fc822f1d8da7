"""A lead gives a free seat to the first who waits: a publication of one."""

import uuid

from app.accounts.models import Person
from app.applications import queries as applications
from app.applications.services import transition as application_transition
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.decisions import policy, queries
from app.decisions.services import announce
from app.decisions.services.transition import move_wait
from app.mail.purposes import Purpose
from app.programmes.states import CallState
from app.reviews.scope import require_team


def promote_waitlist(*, application_id: uuid.UUID, actor: Person) -> None:
    """Raises Conflict when no seat is free or somebody else stands before."""
    application = applications.get_for_update(application_id)
    require_team(actor, application.id)
    if not policy.is_lead(actor, application):
        raise NotAllowed
    entry = queries.waiting_entry(application.id)
    if entry is None or not policy.can_promote(actor, application):
        raise Conflict(N_("This file is not on the waiting list."))
    queries.require_place(actor, entry.opening_id)
    if application.call.state is CallState.ARCHIVED:
        raise Conflict(N_("This call is archived: its waiting list is closed."))
    if queries.first_waiting(entry.opening_id) != application.id:
        raise Conflict(N_("Somebody else stands before on the waiting list."))
    queries.require_open_site(entry.opening_id)
    offer = announce.make_offer(application, entry.opening_id)
    move_wait(entry, "promote", actor=actor)
    application_transition.move(application, "promote", actor=actor)
    announce.tell(
        application,
        Purpose.OFFER,
        {
            "startup": application.startup.name,
            "reference": application.reference,
            "call": application.call.title,
            "until": offer.expires_at,
            **announce.place(entry.opening_id),
        },
        key=str(offer.id),
    )
