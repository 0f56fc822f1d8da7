"""Publish a frozen list: confirmed by typing its number, one file at a time, resumable, never twice."""

import uuid

from sqlalchemy.exc import IntegrityError

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.applications import queries as applications
from app.applications.services import transition as application_transition
from app.core import jobs
from app.core.db import db, savepoint
from app.core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.decisions import policy, queries
from app.decisions.models import Batch, BatchItem, Decision
from app.decisions.services import announce
from app.decisions.services.transition import move_batch, move_decision, settle_item
from app.decisions.states import BatchState, DecisionKind, DecisionState, ItemState
from app.reviews.scope import require_team

CHUNK = 25
MOVES = {
    DecisionKind.ACCEPT: "publish_offer",
    DecisionKind.WAITLIST: "publish_waitlist",
    DecisionKind.REJECT: "publish_rejection",
    DecisionKind.REDIRECT: "publish_redirect",
}


def start_publishing(*, batch_id: uuid.UUID, actor: Person, typed_number: int | None) -> Batch:
    """Confirm the batch; a job publishes it. Confirming twice starts nothing twice."""
    batch = queries.batch_for_update(batch_id)
    if not policy.can_publish(actor, batch.call_id):
        raise NotAllowed
    if not queries.gives_all(actor, batch.id):
        raise NotAllowed(N_("This list holds decisions of other sites. Prepare one with those of yours."))
    if batch.state is BatchState.PUBLISHED:
        return batch
    if batch.state is BatchState.PUBLISHING:  # the job may have been lost or cancelled: it does no file twice
        jobs.enqueue("batch.publish", batch_id=str(batch.id))
        return batch
    total = sum(batch.counts.values())
    if typed_number != total:
        raise InvalidInput(N_("Type the number of files: %(total)s."), field="number", total=total)
    batch.confirmed_by_id = actor.id
    move_batch(batch, "start", actor=actor)
    jobs.enqueue("batch.publish", batch_id=str(batch.id))
    return batch


def publish_some(*, batch_id: uuid.UUID) -> bool:
    """Publish the next files of the list; True while more are waiting.

    Each file stands alone: a stale one is refused with its reason and the others go on.
    """
    batch = queries.batch_for_update(batch_id)
    if batch.state is not BatchState.PUBLISHING:
        return False
    actor = accounts.get(batch.confirmed_by_id or batch.created_by_id)
    waiting = queries.waiting_items(batch.id, limit=CHUNK)
    for item in waiting:
        _publish_item(batch, item, actor)
    if queries.waiting_items(batch.id, limit=1):
        return True
    move_batch(batch, "finish", actor=actor)
    return False


def _publish_item(batch: Batch, item: BatchItem, actor: Person) -> None:
    try:
        with savepoint():
            publish_decision(decision_id=item.decision_id, actor=actor, batch=batch)
    except DomainError as error:
        settle_item(item, ItemState.REFUSED, error.message)
    except IntegrityError:
        settle_item(item, ItemState.REFUSED, N_("This is no longer possible: the file has moved on. Reload the page."))
    else:
        settle_item(item, ItemState.DONE)


def publish_decision(*, decision_id: uuid.UUID, actor: Person, batch: Batch) -> None:
    """Make one provisional decision known: state, offer or place, and the mail, together."""
    found = db.session.get(Decision, decision_id)
    if found is None:
        raise NotFound
    application = applications.get_for_update(found.application_id)  # always before the decision: no deadlock
    require_team(actor, application.id)
    decision = db.session.get(Decision, decision_id, with_for_update=True, populate_existing=True)
    if decision is None or decision.state is not DecisionState.PROVISIONAL:
        raise Conflict(N_("The decision was changed or taken back after the list was made."))
    if not policy.is_lead(actor, application):
        raise NotAllowed(N_("You are not the lead of this call."))
    queries.require_place(actor, decision.opening_id)
    application_transition.move(application, MOVES[decision.kind], actor=actor, batch_id=batch.id)
    decision.batch_id = batch.id
    move_decision(decision, "publish", actor=actor)
    announce.publish(application, decision, actor=actor, batch_id=batch.id, hold=batch.hold_mail)
