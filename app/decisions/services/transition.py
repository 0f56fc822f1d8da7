"""The only writer of the states of decisions, batches, their items, offers and waiting places."""

from typing import Any

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db
from app.decisions.models import Batch, BatchItem, Decision, Offer, WaitlistEntry
from app.decisions.states import BATCHES, DECISIONS, OFFERS, WAITS, DecisionState, ItemState, OfferState


def move_decision(decision: Decision, name: str, *, actor: Any, reason: str | None = None) -> None:
    before = decision.state
    decision.state = DECISIONS.next_state(before, name)
    if decision.state is DecisionState.PUBLISHED:
        decision.published_at = utcnow()
    db.session.flush()
    audit.record(f"decision.{name}", actor=actor, subject=decision, before=before, after=decision.state, reason=reason)


def move_offer(offer: Offer, name: str, *, actor: Person | None) -> None:
    before = offer.state
    offer.state = OFFERS.next_state(before, name)
    if offer.state is not OfferState.CANCELLED:
        offer.answered_at = utcnow()
        offer.answered_by_id = actor.id if actor else None
    db.session.flush()
    audit.record(f"offer.{name}", actor=actor, subject=offer, before=before, after=offer.state)


def move_batch(batch: Batch, name: str, *, actor: Any) -> None:
    before = batch.state
    batch.state = BATCHES.next_state(before, name)
    if name == "finish":
        batch.published_at = utcnow()
    db.session.flush()
    audit.record(f"batch.{name}", actor=actor, subject=batch, before=before, after=batch.state, batch_id=batch.id)


def settle_item(item: BatchItem, state: ItemState, message: str = "") -> None:
    item.state, item.message = state, message
    db.session.flush()


def move_wait(entry: WaitlistEntry, name: str, *, actor: Any) -> None:
    before = entry.state
    entry.state = WAITS.next_state(before, name)
    db.session.flush()
    audit.record(f"waitlist.{name}", actor=actor, subject=entry, before=before, after=entry.state)
