"""A round, a loan or a grant of a startup: noted, corrected with a reason, or removed with a reason."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.models import Person
from app.core import audit
from app.core.clock import today, utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.files.services.store import Kept, store
from app.outcomes import policy, queries
from app.outcomes.measures import FundingKind
from app.outcomes.models import Funding
from app.outcomes.queries import Within
from app.outcomes.services.note_figure import Money
from app.outcomes.services.record import said, sign

NOTED = N_("This was noted already. Look at the list.")


@dataclass(frozen=True, slots=True)
class Received:
    """What was received, when, from whom, and where that is known from."""

    kind: FundingKind
    received_on: date
    money: Money
    from_whom: str
    source: str


def note_funding(
    *, startup_id: uuid.UUID, actor: Person, within: Within, funding_id: uuid.UUID, received: Received,
    evidence: Kept | None = None,
) -> Funding:  # fmt: skip
    """`funding_id` is made with the form, so that a double click notes one funding."""
    startup = queries.startup(startup_id, within, lock=True)
    if not policy.can_follow_up(actor):
        raise NotAllowed
    check_received(received)
    existing = db.session.get(Funding, funding_id)
    if existing is not None:
        if (existing.startup_id, existing.recorded_by_id) == (startup.id, actor.id):
            return existing
        raise Conflict(NOTED)
    row = add_funding(startup_id=startup.id, actor=actor, received=received, funding_id=funding_id)
    if evidence:
        row.evidence_id = store(evidence, actor=actor).id
    return row


def add_funding(
    *, startup_id: uuid.UUID, actor: Person, received: Received, funding_id: uuid.UUID | None = None,
    return_id: uuid.UUID | None = None,
) -> Funding:  # fmt: skip
    """The row and its trace; the caller has checked the right."""
    row = Funding(id=funding_id or uuid.uuid4(), startup_id=startup_id, return_id=return_id)
    _fill(row, received, actor)
    with unless_duplicate(NOTED):
        db.session.add(row)
    audit.record("funding.record", actor=actor, subject=row, after=said(row))
    return row


def correct_funding(
    *, funding_id: uuid.UUID, actor: Person, within: Within, received: Received, reason: str,
    evidence: Kept | None = None,
) -> Funding:  # fmt: skip
    """A correction takes the verification away."""
    row = _one(funding_id, actor, within)
    check_received(received)
    need(reason)
    before = said(row)
    _fill(row, received, actor)
    row.return_id = None
    if evidence:
        row.evidence_id = store(evidence, actor=actor).id
    db.session.flush()
    audit.record("funding.correct", actor=actor, subject=row, before=before, after=said(row), reason=reason.strip())
    return row


def remove_funding(*, funding_id: uuid.UUID, actor: Person, within: Within, reason: str) -> None:
    """It counts no more; the row stays, with its day."""
    row = _one(funding_id, actor, within)
    need(reason)
    take_away(row, actor=actor, reason=reason.strip())


def take_away(row: Funding, *, actor: Person, reason: str) -> None:
    row.removed_at = utcnow()
    audit.record("funding.remove", actor=actor, subject=row, before=said(row), reason=reason)


def _one(funding_id: uuid.UUID, actor: Person, within: Within) -> Funding:
    row: Any = queries.row_for_update(queries.FUNDING, funding_id, within)
    if not policy.can_follow_up(actor):
        raise NotAllowed
    found: Funding = row
    return found


def check_received(received: Received) -> None:
    """The rules, also for a page that shows the amount back before it is noted. Raises InvalidInput."""
    if received.money.dirhams <= 0:
        raise InvalidInput(N_("Write an amount larger than 0."), field="value")
    if received.received_on > today():
        raise InvalidInput(N_("Write a date that is not in the future."), field="received_on")
    if not received.source.strip():
        raise InvalidInput(N_("Write where the figure comes from."), field="source")


def need(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(N_("Write why, in a sentence."), field="reason")


def _fill(row: Funding, received: Received, actor: Person) -> None:
    money = received.money
    row.kind, row.received_on, row.amount = received.kind, received.received_on, money.dirhams
    row.currency, row.foreign_amount, row.rate_micro = money.currency, money.foreign_amount, money.rate_micro
    row.from_whom, row.source = received.from_whom.strip()[:200], received.source.strip()[:500]
    sign(row, actor)
