"""What happens to applications by themselves: eligibility after sending, drafts that came too late."""

import uuid

from app.applications import queries
from app.applications.services import transition
from app.applications.services.check_eligibility import check_eligibility
from app.applications.states import Stage
from app.core import jobs


@jobs.handles("application.submitted")
def after_submission(application_id: str) -> None:
    check_eligibility(application_id=uuid.UUID(application_id))
    jobs.enqueue("recommendation.compute", application_id=application_id)


@jobs.handles("drafts.expire")
def expire_drafts() -> None:
    """Drafts of archived calls become “not sent in time”; they stay readable."""
    waiting = queries.drafts_of_archived_calls()
    for application_id in waiting:
        application = queries.get_for_update(application_id)
        if application.stage is Stage.DRAFT:
            transition.move(application, "expire")
    if waiting:
        jobs.enqueue("drafts.expire")
