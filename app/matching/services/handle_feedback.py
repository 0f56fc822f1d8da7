"""The team answers a remark about a card; one it agrees with, and that names a place, becomes a label."""

import uuid

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import N_
from app.matching import feedback
from app.matching.models import Feedback
from app.reviews.scope import require_team


def handle_feedback(*, feedback_id: uuid.UUID, actor: Person, agreed: bool | None, answer: str) -> Feedback:
    """Raises NotFound outside one's files, Conflict when somebody answered, InvalidInput for a missing answer."""
    said = feedback.for_update(feedback_id)
    require_team(actor, said.application_id)
    if said.handled_at is not None:
        raise Conflict(N_("Somebody has answered this remark already. Reload the page."))
    if agreed is None:
        raise InvalidInput(N_("Say whether you agree."), field="agreed")
    if not answer.strip():
        raise InvalidInput(N_("Write a sentence that the applicant will read."), field="answer")
    if len(answer.strip()) > feedback.LONGEST:
        raise InvalidInput(N_("Write at most %(max)s characters."), field="answer", max=feedback.LONGEST)
    said.agreed, said.answer = agreed, answer.strip()
    said.handled_by_id, said.handled_at = actor.id, utcnow()
    db.session.flush()
    audit.record("feedback.handle", actor=actor, subject=said, after={"agreed": agreed})
    return said
