"""After sending: apply the rules of the wished openings, keep each result with the value seen."""

import json
import uuid

import sqlalchemy as sa

from app.applications import eligibility, queries
from app.applications.models import Application, RuleResult
from app.applications.services import transition
from app.applications.states import Stage
from app.core.clock import MOROCCO, utcnow
from app.core.db import db
from app.programmes import queries as programmes


def check_eligibility(*, application_id: uuid.UUID) -> Application:
    """Store a result per rule; complete, or to a human when a hard rule bars every wished opening.

    Safe to repeat: only a file that was just sent moves on.
    """
    application = queries.get_for_update(application_id)
    if application.stage is not Stage.SUBMITTED or application.submitted_at is None:
        return application
    answers = json.loads(queries.snapshot(application.id).content)["answers"]
    openings = programmes.openings(application.call_id, rules=True)
    checks = eligibility.check(openings, answers, application.submitted_at.astimezone(MOROCCO).date())
    db.session.execute(sa.delete(RuleResult).where(RuleResult.application_id == application.id))
    now = utcnow()
    db.session.add_all(
        RuleResult(
            id=uuid.uuid4(),
            application_id=application.id,
            rule_id=one.rule.id,
            opening_id=one.opening.id,
            rule_version=one.rule.version,
            outcome=one.outcome,
            value_seen=one.seen,
            checked_at=now,
        )
        for one in checks
    )
    wished = {choice.opening_id for choice in queries.choices(application.id)} or {o.id for o in openings}
    barred = eligibility.barred(checks)
    transition.move(application, "ask_human" if wished <= set(barred) else "accept_file")
    return application
