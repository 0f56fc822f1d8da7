"""A human settles a file whose rules failed."""

import uuid

from app.accounts.models import Person
from app.applications import queries
from app.applications.services import transition
from app.applications.states import Stage
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import N_
from app.reviews.scope import require_team


def override_eligibility(*, application_id: uuid.UUID, actor: Person, eligible: bool, reason: str) -> None:
    """Complete, or not eligible; always with a reason. The applicant is told only on publication."""
    application = queries.get_for_update(application_id)
    require_team(actor, application.id)
    if application.stage is not Stage.NEEDS_HUMAN_CHECK:
        raise Conflict(N_("This is no longer possible: the file has moved on. Reload the page."))
    if not reason.strip():
        raise InvalidInput(N_("Write why, in a sentence."), field="reason")
    transition.move(application, "accept_file" if eligible else "refuse_file", actor=actor, reason=reason.strip())
