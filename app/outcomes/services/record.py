"""Note one measure of a startup for a period; a later one for the same period corrects it."""

import uuid
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.i18n import N_
from app.outcomes.measures import Measure
from app.outcomes.models import Funding, Outcome

PLAIN: dict[str, Any] = {
    "currency": "MAD", "foreign_amount": None, "rate_micro": None, "detail": None, "return_id": None
}  # fmt: skip


def standing(startup_id: uuid.UUID, measure: Measure, starts_on: date, ends_on: date) -> Outcome | None:
    """What is noted for this period, locked."""
    statement = sa.select(Outcome).where(
        Outcome.startup_id == startup_id, Outcome.measure == measure,
        Outcome.starts_on == starts_on, Outcome.ends_on == ends_on,
    )  # fmt: skip
    return db.session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one_or_none()


def record(
    *, startup_id: uuid.UUID, actor: Person, measure: Measure, starts_on: date, ends_on: date, value: int | None,
    source: str, reason: str | None = None, **kept: Any,
) -> Outcome:  # fmt: skip
    """`value` None means “not available”; `kept` may name currency, foreign_amount, rate_micro, detail, evidence_id,
    return_id. The caller has checked the right. A correction takes the verification away."""
    outcome = standing(startup_id, measure, starts_on, ends_on)
    before = said(outcome) if outcome else None
    if outcome is None:
        outcome = Outcome(id=uuid.uuid4(), startup_id=startup_id, measure=measure, starts_on=starts_on, ends_on=ends_on)
    outcome.value, outcome.source = value, source.strip()[:500]
    sign(outcome, actor)
    for name, one in (PLAIN | kept).items():
        setattr(outcome, name, one)
    with unless_duplicate(N_("Somebody noted this figure at the same moment. Look at it, then try again.")):
        db.session.add(outcome)
    audit.record(
        "outcome.record" if before is None else "outcome.correct", actor=actor, subject=outcome, before=before,
        after=said(outcome), reason=reason,
        details={"measure": measure.value, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()},
    )  # fmt: skip
    return outcome


def sign(row: Outcome | Funding, actor: Person) -> None:
    """Who entered what stands now; nobody has verified it yet."""
    row.recorded_by_id, row.recorded_at = actor.id, utcnow()
    row.verified_by_id = row.verified_at = None


def said(row: Outcome | Funding) -> dict[str, Any]:
    """What a figure says, for the trace."""
    value: dict[str, Any] = {"value": row.value} if isinstance(row, Outcome) else {
        "amount": row.amount, "kind": row.kind.value, "received_on": row.received_on.isoformat(),
        "from_whom": row.from_whom,
    }  # fmt: skip
    told = value | {"source": row.source, "verified": row.verified_at is not None}
    if row.currency != "MAD":
        told |= {"currency": row.currency, "foreign_amount": row.foreign_amount, "rate_micro": row.rate_micro}
    return told
