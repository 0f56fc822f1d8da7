"""Note what came of an event for a startup: a meeting, an offer, a round; or take it away again."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import MOROCCO, today
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.events import policy, queries
from app.events.models import Event, EventResult
from app.events.results import Within
from app.events.states import EventState, ResultKind
from app.outcomes.models import Funding
from app.startups.models import Startup


@dataclass(frozen=True, slots=True)
class Came:
    """What came of it; a round names one that is noted among the startup's figures."""

    startup_id: uuid.UUID
    kind: ResultKind
    noted_on: date
    note: str = ""
    funding_id: uuid.UUID | None = None


def note_result(
    *, event_id: uuid.UUID, came: Came, actor: Person, within: Within, result_id: uuid.UUID | None = None
) -> EventResult:
    """`within` says which startups the person may follow up; NotFound outside.

    `result_id` is made with the form, so that a double click notes one result.
    """
    event = queries.locked(event_id)
    if not policy.can_run(actor, event.site_id):
        raise NotAllowed
    if db.session.scalar(sa.select(Startup.id).where(Startup.id == came.startup_id, within)) is None:
        raise NotFound
    known = db.session.get(EventResult, result_id) if result_id else None
    if known is not None and (known.event_id, known.noted_by_id) == (event.id, actor.id):
        return known
    _check(event, came)
    funding_id = _round(came) if came.kind is ResultKind.ROUND else None
    result = EventResult(
        id=result_id or uuid.uuid4(), event_id=event.id, startup_id=came.startup_id, kind=came.kind,
        funding_id=funding_id, note=came.note, noted_on=came.noted_on, noted_by_id=actor.id,
    )  # fmt: skip
    with unless_duplicate(N_("This was noted already. Look at the list.")):
        db.session.add(result)
    audit.record("event_result.note", actor=actor, subject=result, after=_told(result))
    return result


def remove_result(*, result_id: uuid.UUID, actor: Person, within: Within, reason: str) -> uuid.UUID:
    """Returns the event it was noted for; the trace keeps what it said."""
    statement = sa.select(EventResult).join(Startup, Startup.id == EventResult.startup_id)
    statement = statement.where(EventResult.id == result_id, within).with_for_update(of=EventResult)
    result = db.session.scalars(statement).one_or_none()
    if result is None:
        raise NotFound
    event = db.session.get(Event, result.event_id)
    if event is None or not policy.can_run(actor, event.site_id):
        raise NotFound
    if not reason:
        raise InvalidInput(N_("Write why, in a sentence."), field="reason")
    audit.record("event_result.remove", actor=actor, subject=result, before=_told(result), reason=reason)
    db.session.delete(result)
    return event.id


def _check(event: Event, came: Came) -> None:
    if event.state in (EventState.DRAFT, EventState.CANCELLED):
        raise Conflict(N_("Nothing comes of this event: it is a draft, or cancelled."))
    if not event.starts_at.astimezone(MOROCCO).date() <= came.noted_on <= today():
        raise InvalidInput(N_("Write a day between the event and today."), field="noted_on")


def _round(came: Came) -> uuid.UUID:
    """The one that is named, if it is of this startup and was not removed."""
    found = db.session.get(Funding, came.funding_id) if came.funding_id else None
    if found is None or found.startup_id != came.startup_id or found.removed_at is not None:
        raise InvalidInput(
            N_("Choose a round, loan or grant of this startup. Note it among its figures first."), field="funding"
        )
    return found.id


def _told(result: EventResult) -> dict[str, Any]:
    names = ("event_id", "startup_id", "kind", "funding_id", "note", "noted_on")
    return {name: str(getattr(result, name) or "") for name in names}
