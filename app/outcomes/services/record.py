"""Note one measure of a startup for a period; a later one for the same period corrects it."""

import uuid
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome


def record(
    *, startup_id: uuid.UUID, actor: Person, measure: Measure, starts_on: date, ends_on: date, value: int | None,
    source: str, **kept: Any,
) -> Outcome:  # fmt: skip
    """`value` None means “not available”; `kept` may name currency, foreign_amount, rate_micro, detail, evidence_id,
    return_id. The caller has checked the right. A changed value is no longer verified."""
    statement = sa.select(Outcome).where(
        Outcome.startup_id == startup_id, Outcome.measure == measure,
        Outcome.starts_on == starts_on, Outcome.ends_on == ends_on,
    )  # fmt: skip
    outcome = db.session.scalars(statement.with_for_update()).one_or_none()
    before = {"value": outcome.value, "source": outcome.source} if outcome else None
    if outcome is None:
        outcome = Outcome(id=uuid.uuid4(), startup_id=startup_id, measure=measure, starts_on=starts_on, ends_on=ends_on)
        db.session.add(outcome)
    outcome.value, outcome.source = value, source.strip()[:500]
    outcome.recorded_by_id, outcome.recorded_at = actor.id, utcnow()
    outcome.verified_by_id = outcome.verified_at = None
    for name, one in kept.items():
        setattr(outcome, name, one)
    db.session.flush()
    audit.record(
        "outcome.record" if before is None else "outcome.correct", actor=actor, subject=outcome, before=before,
        after={"value": value, "source": outcome.source},
        details={"measure": measure.value, "ends_on": ends_on.isoformat()},
    )  # fmt: skip
    return outcome
