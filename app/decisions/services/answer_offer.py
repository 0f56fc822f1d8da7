"""The applicant confirms or declines a place."""

import uuid

from app.accounts.models import Person
from app.applications import queries as applications
from app.applications.models import Application
from app.applications.services import transition as application_transition
from app.core.clock import utcnow
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.decisions import policy, queries, seats
from app.decisions.models import Offer
from app.decisions.services import announce
from app.decisions.services.transition import move_offer
from app.decisions.states import OfferState
from app.mail.purposes import Purpose
from app.mail.services.discard import discard_about

NOTHING_TO_ANSWER = N_("There is no open offer for this application.")


def confirm_offer(*, application_id: uuid.UUID, actor: Person) -> Application:
    """Take the seat. Repeating it changes nothing; before publication the refusal says nothing."""
    application, offer = _open_offer(application_id, actor)
    if offer.state is OfferState.CONFIRMED:
        return application
    move_offer(offer, "confirm", actor=actor)
    application_transition.move(application, "confirm", actor=actor)
    announce.tell(
        application,
        Purpose.OFFER_CONFIRMED,
        {"startup": application.startup.name, "reference": application.reference, **announce.place(offer.opening_id)},
        key=str(offer.id),
    )
    return application


def decline_offer(*, application_id: uuid.UUID, actor: Person) -> Application:
    """Give the seat back; the lead can offer it to the next one who waits."""
    application, offer = _open_offer(application_id, actor)
    if offer.state is OfferState.CONFIRMED:
        raise Conflict(N_("You have confirmed this place. To give it up, withdraw the application."))
    move_offer(offer, "decline", actor=actor)
    discard_about(about_id=application.id, actor=actor, reason="declined")
    application_transition.move(application, "decline", actor=actor)
    seats.free(application)
    announce.tell(
        application,
        Purpose.OFFER_DECLINED,
        {"startup": application.startup.name, "reference": application.reference},
        key=str(offer.id),
    )
    return application


def _open_offer(application_id: uuid.UUID, actor: Person) -> tuple[Application, Offer]:
    """The offer an owner may answer now; the same refusal whether none was made or none was told."""
    application, membership = applications.for_member_update(application_id, actor.id)
    if not policy.can_answer_offer(membership):
        raise NotAllowed(N_("Only the owner of the startup answers an offer."))
    offer = queries.live_offer(application.id, lock=True)
    if offer is None:
        raise Conflict(NOTHING_TO_ANSWER)
    if offer.state is OfferState.OPEN and offer.expires_at <= utcnow():
        raise Conflict(N_("The time to answer is over. Write to us if you still want the place."))
    return application, offer
