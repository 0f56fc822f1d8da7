"""The applicant takes an application back, with a reason; a seat it held is freed by a job."""

import uuid

from app.accounts.models import Person
from app.applications import policy, queries
from app.applications.models import Application
from app.applications.services import transition
from app.applications.states import Stage
from app.core import jobs
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.mail.purposes import Purpose
from app.mail.services.enqueue import enqueue


def withdraw(*, application_id: uuid.UUID, actor: Person, reason: str) -> Application:
    """Raises NotAllowed to members who are not the owner, InvalidInput without a reason."""
    application, membership = queries.for_member_update(application_id, actor.id)
    if application.stage is Stage.WITHDRAWN:
        return application
    if not policy.can_withdraw(membership, application):
        raise NotAllowed(N_("This application can no longer be withdrawn, or you are not its owner."))
    if not reason.strip():
        raise InvalidInput(N_("Write why, in a few words. It helps us to improve."), field="reason")
    transition.move(application, "withdraw", actor=actor, reason=reason.strip())
    if application.reference:
        enqueue(
            Purpose.WITHDRAWN,
            to=actor,
            about_id=application.id,
            once_key=f"withdrawn:{application.id}",
            values={"startup": application.startup.name, "reference": application.reference},
        )
    jobs.enqueue("application.withdrawn", application_id=str(application.id))
    return application
