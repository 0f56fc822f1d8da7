"""What happens to applications by themselves: eligibility after sending, drafts that came too late."""

import uuid

from app.applications import queries
from app.applications.services import transition
from app.applications.services.check_eligibility import check_eligibility
from app.core import jobs
from app.core.clock import utcnow


@jobs.handles("application.submitted")
def after_submission(application_id: str) -> None:
    check_eligibility(application_id=uuid.UUID(application_id))
    jobs.enqueue("recommendation.compute", application_id=application_id)


@jobs.handles("drafts.expire")
def expire_drafts() -> None:
    """Drafts of closed calls become “not sent in time”; they stay readable."""
    for application_id in queries.drafts_of_closed_calls(utcnow()):
        transition.move(queries.get_for_update(application_id), "expire")
