"""What a publication brings with it: the offer and its timer, the waiting place, and the mails."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from app.applications.models import Application
from app.core import jobs
from app.core.clock import MOROCCO, utcnow
from app.core.db import db
from app.decisions import queries, seats
from app.decisions.models import Decision, Offer, RefusalReason, WaitlistEntry
from app.decisions.states import DecisionKind
from app.mail.purposes import Purpose
from app.mail.render import external
from app.mail.services.enqueue import enqueue

PURPOSES = {
    DecisionKind.ACCEPT: Purpose.OFFER,
    DecisionKind.WAITLIST: Purpose.WAITLISTED,
    DecisionKind.REDIRECT: Purpose.REDIRECTED,
    DecisionKind.REJECT: Purpose.REJECTED,
}


def publish(
    application: Application, decision: Decision, *, actor: Any, batch_id: uuid.UUID | None, hold: bool
) -> None:
    """Offer, waiting place or nothing more, then one mail to each owner of the startup."""
    values: dict[str, Any] = {
        "startup": application.startup.name,
        "reference": application.reference,
        "call": application.call.title,
    }
    if decision.opening_id:
        queries.require_open_site(decision.opening_id)
    if decision.kind is DecisionKind.ACCEPT and decision.opening_id:
        offer = make_offer(application, decision.opening_id)
        values["until"] = offer.expires_at
    elif decision.kind is DecisionKind.WAITLIST and decision.opening_id:
        join_waitlist(application, decision.opening_id)
    elif decision.kind is DecisionKind.REJECT:
        values["reason"] = reason_texts(decision)
    if decision.opening_id:
        values |= place(decision.opening_id)
    tell(application, PURPOSES[decision.kind], values, batch_id=batch_id, hold=hold, key=str(decision.id))


def place(opening_id: uuid.UUID) -> dict[str, Any]:
    opening = queries.opening_with_names(opening_id)
    return {"programme": opening.programme.name, "site": opening.site.name}


def reason_texts(decision: Decision) -> dict[str, str]:
    """The sentence that the applicant reads: the lead's own words, else the coded reason's."""
    if decision.sentence:
        return {"fr": decision.sentence, "ar": decision.sentence, "en": decision.sentence}
    reason = db.session.get(RefusalReason, decision.reason_code)
    return dict(reason.sentence) if reason else {}


def make_offer(application: Application, opening_id: uuid.UUID) -> Offer:
    """An offer until midnight in Morocco, `offer_days` full days from now; its timer is a job row."""
    seats.take(application, opening_id)
    offer = Offer(
        id=uuid.uuid4(),
        application_id=application.id,
        opening_id=opening_id,
        expires_at=last_instant(utcnow(), application.call.offer_days),
    )
    db.session.add(offer)
    db.session.flush()
    jobs.enqueue("offer.expire", run_at=offer.expires_at, offer_id=str(offer.id))
    return offer


def last_instant(now: datetime, days: int) -> datetime:
    """Midnight, Moroccan time, that ends the day `days` days after `now`."""
    day = now.astimezone(MOROCCO).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(0), tzinfo=MOROCCO)


def join_waitlist(application: Application, opening_id: uuid.UUID) -> WaitlistEntry:
    entry = WaitlistEntry(
        id=uuid.uuid4(),
        application_id=application.id,
        opening_id=opening_id,
        position=queries.last_position(opening_id) + 1,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def tell(
    application: Application,
    purpose: Purpose,
    values: dict[str, Any],
    *,
    batch_id: uuid.UUID | None = None,
    hold: bool = False,
    key: str,
) -> None:
    """One mail to each owner of the startup, in their language; the key makes a repeat impossible."""
    for person in queries.addressees(application.startup_id):
        enqueue(
            purpose,
            to=person,
            about_id=application.id,
            batch_id=batch_id,
            hold=hold,
            once_key=f"{purpose.value}:{key}:{person.id}",
            values=values | {"link": external(f"/{person.language}/applications/{application.id}")},
        )
