"""An offer nobody answered ends at its instant; the seat is free again."""

import uuid

from app.applications import queries as applications
from app.applications.services import transition as application_transition
from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db
from app.decisions import seats
from app.decisions.models import Offer
from app.decisions.services import announce
from app.decisions.services.transition import move_offer
from app.decisions.states import OfferState
from app.mail.purposes import Purpose
from app.mail.services.discard import discard_about


def expire_offer(*, offer_id: uuid.UUID) -> bool:
    """True if it expired now. Answered, cancelled or extended offers are left alone."""
    found = db.session.get(Offer, offer_id)
    if found is None:
        return False
    application = applications.get_for_update(found.application_id)
    offer = db.session.get(Offer, offer_id, with_for_update=True, populate_existing=True)
    if offer is None or offer.state is not OfferState.OPEN:
        return False
    if offer.expires_at > utcnow():
        jobs.enqueue("offer.expire", run_at=offer.expires_at, offer_id=str(offer.id))
        return False
    move_offer(offer, "expire", actor=None)
    discard_about(about_id=application.id, actor=None, reason="expired")
    application_transition.move(application, "expire_offer")
    seats.free(application)
    announce.tell(
        application,
        Purpose.OFFER_EXPIRED,
        {"startup": application.startup.name, "reference": application.reference},
        key=str(offer.id),
    )
    return True
