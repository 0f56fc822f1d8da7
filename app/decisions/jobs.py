"""What follows by itself: cards and scores, publication of a batch, expiry of offers, freed seats, training."""

import uuid
from datetime import timedelta
from typing import Any

from app.accounts import queries as accounts
from app.applications import queries as applications
from app.core import jobs
from app.decisions import queries, seats
from app.decisions.lessons import lessons
from app.decisions.services.expire_offers import expire_offer
from app.decisions.services.publish_batch import publish_some
from app.decisions.services.retrain import TIMER, retrain
from app.decisions.services.transition import move_decision, move_offer, move_wait
from app.decisions.states import DecisionState
from app.decisions.supply import supply
from app.mail.services.discard import discard_about
from app.matching.services.recommend import store_recommendation
from app.matching.services.score import score_run
from app.matching.services.train import train

LONG = timedelta(minutes=30)
"""Longer than the longest step of a training between two notes of progress."""
NEARLY = 0.99
"""What a fitted version that is not saved yet counts as: until then it can still be cancelled."""


@jobs.handles("batch.publish")
def publish(batch_id: str) -> None:
    """A chunk at a time, each with its own commit, so that a dead worker resumes where it stopped."""
    if publish_some(batch_id=uuid.UUID(batch_id)):
        jobs.enqueue("batch.publish", batch_id=batch_id)


@jobs.handles("offer.expire")
def expire(offer_id: str) -> None:
    expire_offer(offer_id=uuid.UUID(offer_id))


@jobs.handles("application.withdrawn")
def withdrawn(application_id: str) -> None:
    """Free what a withdrawn file held: decision, offer, place on the waiting list, seat, unsent answers."""
    application = applications.get_for_update(uuid.UUID(application_id))
    decision = queries.in_force(application.id)
    if decision is not None and decision.state is DecisionState.PROVISIONAL:
        move_decision(decision, "undo", actor=None)
    if offer := queries.live_offer(application.id, lock=True):
        move_offer(offer, "cancel", actor=None)
    if entry := queries.waiting_entry(application.id):
        move_wait(entry, "close", actor=None)
    seats.free(application)
    discard_about(about_id=application.id, actor=None, reason="withdrawn")


@jobs.handles("recommendation.compute")
def compute(application_id: str) -> None:
    """The card of a sent file, with the seats that are left now."""
    store_recommendation(application_id=uuid.UUID(application_id), supply=supply)


@jobs.handles("matching.score", own_transactions=True, lane=jobs.Lane.LONG)
def score(run_id: str) -> None:
    score_run(run_id=uuid.UUID(run_id), progress=jobs.progress, supply=supply)


@jobs.handles("model.train", own_transactions=True, lane=jobs.Lane.LONG, silence=LONG)
def train_model(actor_id: str | None, note: str, settings: dict[str, Any] | None = None) -> None:
    """Train a candidate from what is known so far; it serves nobody before two people put it into service."""
    train(
        lessons=lessons(),
        actor=accounts.get(uuid.UUID(actor_id)) if actor_id else None,
        note=note,
        settings=settings,
        progress=lambda step, share: jobs.progress(min(share, NEARLY), step),
    )


@jobs.handles(TIMER)
def retrain_now(every: int) -> None:
    retrain(every=every)
