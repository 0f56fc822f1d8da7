"""Decisions, batches, offers and seats: one function per page or use case."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.applications.models import Application
from app.applications.states import Stage
from app.applications.visibility import released
from app.core.db import db
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.i18n import N_
from app.decisions import policy
from app.decisions.models import Batch, BatchItem, Decision, Offer, RefusalReason, WaitlistEntry
from app.decisions.states import DecisionState, ItemState, OfferState, WaitState
from app.programmes.models import Opening, Programme, Site
from app.programmes.states import SiteState
from app.startups.models import MemberRole, Membership, Startup

WITH_PLACE = (
    joinedload(Decision.opening).joinedload(Opening.programme),
    joinedload(Decision.opening).joinedload(Opening.site),
)


def in_force(application_id: uuid.UUID) -> Decision | None:
    """The decision that counts for a file, provisional or published, with its place."""
    statement = (
        sa.select(Decision)
        .where(Decision.application_id == application_id, Decision.state != DecisionState.UNDONE)
        .options(*WITH_PLACE)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one_or_none()


def released_decision(application: Application) -> Decision | None:
    """The published decision an applicant may read; None whatever stands before publication."""
    if not released(application):
        return None
    decision = in_force(application.id)
    return decision if decision and decision.state is DecisionState.PUBLISHED else None


def reasons() -> list[RefusalReason]:
    return list(db.session.scalars(sa.select(RefusalReason).order_by(RefusalReason.position, RefusalReason.code)))


def opening_of_call(opening_id: uuid.UUID, call_id: uuid.UUID) -> Opening | None:
    return db.session.scalars(
        sa.select(Opening).where(Opening.id == opening_id, Opening.call_id == call_id)
    ).one_or_none()


def require_open_site(opening_id: uuid.UUID) -> None:
    """Conflict while the site of a place is planned or paused: nobody is placed there."""
    state = db.session.scalar(sa.select(Site.status).join(Opening, Opening.site_id == Site.id).where(
        Opening.id == opening_id
    ))  # fmt: skip
    if state is SiteState.PLANNED:
        raise Conflict(
            N_("This site is not open yet: nobody can be placed there. Choose another one."), field="opening"
        )
    if state is SiteState.PAUSED:
        raise Conflict(
            N_("This site is paused: nobody can be placed there for now. Choose another one."), field="opening"
        )


def opening_with_names(opening_id: uuid.UUID) -> Opening:
    statement = (
        sa.select(Opening)
        .where(Opening.id == opening_id)
        .options(joinedload(Opening.programme), joinedload(Opening.site))
    )
    return db.session.scalars(statement).one()


def provisional(
    call_id: uuid.UUID, *, scope: sa.ColumnElement[bool], only: Sequence[uuid.UUID] | None = None
) -> list[Decision]:
    """Provisional decisions of a call within the rights given, with file, startup and place; oldest first."""
    statement = (
        sa.select(Decision)
        .join(Application, Application.id == Decision.application_id)
        .where(
            Application.call_id == call_id,
            Application.stage == Stage.DECIDED,
            Decision.state == DecisionState.PROVISIONAL,
            scope,
        )
        .options(joinedload(Decision.application).joinedload(Application.startup), *WITH_PLACE)
        .order_by(Decision.decided_at, Decision.id)
        .limit(5000)
    )
    if only is not None:
        statement = statement.where(Decision.id.in_(only))
    return list(db.session.scalars(statement))


def require_place(actor: Person, opening_id: uuid.UUID | None, *, field: str | None = None) -> None:
    """Raises NotAllowed for a place that the person does not lead; nothing is asked where no place is named."""
    opening = db.session.get(Opening, opening_id) if opening_id else None
    if opening is not None and not policy.can_give(actor, opening):
        raise NotAllowed(N_("This place is decided by the leads of its site. Choose one of yours."), field=field)


def gives_all(actor: Person, batch_id: uuid.UUID) -> bool:
    """Whether somebody leads the place of every decision of a list."""
    places = (
        sa.select(Opening)
        .join(Decision, Decision.opening_id == Opening.id)
        .join(BatchItem, BatchItem.decision_id == Decision.id)
        .where(BatchItem.batch_id == batch_id)
        .distinct()
    )
    return all(policy.can_give(actor, opening) for opening in db.session.scalars(places))


def batch(batch_id: uuid.UUID) -> Batch:
    found = db.session.get(Batch, batch_id)
    if found is None:
        raise NotFound
    return found


def batch_for_update(batch_id: uuid.UUID) -> Batch:
    statement = sa.select(Batch).where(Batch.id == batch_id).with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def batches(call_id: uuid.UUID) -> list[Batch]:
    statement = sa.select(Batch).where(Batch.call_id == call_id).order_by(Batch.created_at.desc(), Batch.id).limit(50)
    return list(db.session.scalars(statement))


def waiting_items(batch_id: uuid.UUID, *, limit: int) -> list[BatchItem]:
    statement = (
        sa.select(BatchItem)
        .where(BatchItem.batch_id == batch_id, BatchItem.state == ItemState.WAITING)
        .order_by(BatchItem.position)
        .limit(limit)
    )
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def batch_rows(batch_id: uuid.UUID, *, scope: sa.ColumnElement[bool], limit: int = 1000) -> list[Any]:
    """What is in a batch, within the rights given: reference, startup, kind, place, state and message of each file."""
    statement = (
        sa.select(
            Application.id, Application.reference, Startup.name.label("startup"), Decision.kind,
            Programme.name.label("programme"), Site.name.label("site"), BatchItem.state, BatchItem.message,
        )
        .join(Decision, Decision.id == BatchItem.decision_id)
        .join(Application, Application.id == Decision.application_id)
        .join(Startup, Startup.id == Application.startup_id)
        .outerjoin(Opening, Opening.id == Decision.opening_id)
        .outerjoin(Programme, Programme.id == Opening.programme_id)
        .outerjoin(Site, Site.id == Opening.site_id)
        .where(BatchItem.batch_id == batch_id, scope)
        .order_by(BatchItem.position)
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: files answered, files refused, and decisions that still wait to be published."""

    done: int
    refused: int
    open: int


def batch_outcomes(batch_ids: Sequence[uuid.UUID], *, scope: sa.ColumnElement[bool]) -> dict[uuid.UUID, Outcome]:
    """The outcome of each batch, within the rights given, in one statement."""

    def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((condition, 1), else_=0))

    statement = (
        sa.select(
            BatchItem.batch_id,
            count(BatchItem.state == ItemState.DONE),
            count(BatchItem.state == ItemState.REFUSED),
            count(sa.and_(BatchItem.state == ItemState.WAITING, Decision.state == DecisionState.PROVISIONAL)),
        )
        .join(Decision, Decision.id == BatchItem.decision_id)
        .join(Application, Application.id == Decision.application_id)
        .where(BatchItem.batch_id.in_(batch_ids), scope)
        .group_by(BatchItem.batch_id)
    )
    return {batch_id: Outcome(*counts) for batch_id, *counts in db.session.execute(statement)}


def live_offer(application_id: uuid.UUID, *, lock: bool = False) -> Offer | None:
    """The offer that is open or confirmed, with its place."""
    statement = sa.select(Offer).where(
        Offer.application_id == application_id, Offer.state.in_((OfferState.OPEN, OfferState.CONFIRMED))
    )
    if lock:
        statement = statement.with_for_update()
    else:
        statement = statement.options(
            joinedload(Offer.opening).joinedload(Opening.programme), joinedload(Offer.opening).joinedload(Opening.site)
        )
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def waiting_entry(application_id: uuid.UUID) -> WaitlistEntry | None:
    statement = sa.select(WaitlistEntry).where(
        WaitlistEntry.application_id == application_id, WaitlistEntry.state == WaitState.WAITING
    )
    return db.session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one_or_none()


def first_waiting(opening_id: uuid.UUID) -> uuid.UUID | None:
    statement = (
        sa.select(WaitlistEntry.application_id)
        .where(WaitlistEntry.opening_id == opening_id, WaitlistEntry.state == WaitState.WAITING)
        .order_by(WaitlistEntry.position, WaitlistEntry.id)
        .limit(1)
    )
    return db.session.scalar(statement)


def last_position(opening_id: uuid.UUID) -> int:
    return (
        db.session.scalar(sa.select(sa.func.max(WaitlistEntry.position)).where(WaitlistEntry.opening_id == opening_id))
        or 0
    )


def waitlist(call_id: uuid.UUID, scope: sa.ColumnElement[bool]) -> list[Any]:
    """Who waits for which opening of a call, in order."""
    statement = (
        sa.select(
            WaitlistEntry.opening_id, WaitlistEntry.position, Application.id, Application.reference,
            Startup.name.label("startup"),
        )
        .join(Application, Application.id == WaitlistEntry.application_id)
        .join(Startup, Startup.id == Application.startup_id)
        .where(Application.call_id == call_id, WaitlistEntry.state == WaitState.WAITING, scope)
        .order_by(WaitlistEntry.opening_id, WaitlistEntry.position, WaitlistEntry.id)
        .limit(1000)
    )  # fmt: skip
    return list(db.session.execute(statement))


def addressees(startup_id: uuid.UUID) -> list[Person]:
    """The owners of a startup: who is written to."""
    statement = (
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.startup_id == startup_id, Membership.role == MemberRole.OWNER)
        .order_by(Person.id)
    )
    return list(db.session.scalars(statement).unique())
