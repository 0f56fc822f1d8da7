"""Who may see, fill, send and withdraw an application, from the applicant's side."""

from datetime import datetime

from app.applications.models import Application
from app.applications.states import LIFECYCLE, Stage
from app.startups import policy as startups
from app.startups.models import Membership


def can_view(membership: Membership | None) -> bool:
    """A member of the startup; everybody else learns not even that it exists."""
    return startups.can_view(membership)


def can_edit(membership: Membership | None, application: Application) -> bool:
    return startups.can_edit(membership) and application.stage is Stage.DRAFT


def can_submit(membership: Membership | None, application: Application) -> bool:
    return startups.can_send(membership) and application.stage is Stage.DRAFT


def can_withdraw(membership: Membership | None, application: Application) -> bool:
    return startups.can_send(membership) and LIFECYCLE.allows(application.stage, "withdraw")


def is_in_time(application: Application, now: datetime) -> bool:
    """Server time against the call's closing instant and its stated grace."""
    return application.call.takes_submissions(now)
