"""The one place that says what an applicant may know of their application."""

import enum
from dataclasses import dataclass
from datetime import datetime

from app.applications.models import Application
from app.applications.states import Shown, Stage
from app.core.i18n import N_


class Status(enum.StrEnum):
    """What an applicant sees instead of the stage: the same from sending to publication."""

    DRAFT = "draft"
    NOT_SENT = "not_sent"
    RECEIVED = "received"
    OFFERED = "offered"
    WAITLISTED = "waitlisted"
    REJECTED = "rejected"
    REDIRECTED = "redirected"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    OFFER_EXPIRED = "offer_expired"
    WITHDRAWN = "withdrawn"


NAMES: dict[Status, str] = {
    Status.DRAFT: N_("Draft"),
    Status.NOT_SENT: N_("Not sent in time"),
    Status.RECEIVED: N_("Being reviewed"),
    Status.OFFERED: N_("A place is offered to you"),
    Status.WAITLISTED: N_("Waiting list"),
    Status.REJECTED: N_("Not selected"),
    Status.REDIRECTED: N_("Another programme is proposed"),
    Status.CONFIRMED: N_("Place confirmed"),
    Status.DECLINED: N_("Place declined"),
    Status.OFFER_EXPIRED: N_("Offer expired"),
    Status.WITHDRAWN: N_("Withdrawn"),
}
TONES: dict[Status, str] = {
    Status.DRAFT: "",
    Status.NOT_SENT: "",
    Status.RECEIVED: "todo",
    Status.OFFERED: "good",
    Status.WAITLISTED: "warn",
    Status.REJECTED: "bad",
    Status.REDIRECTED: "warn",
    Status.CONFIRMED: "good",
    Status.DECLINED: "",
    Status.OFFER_EXPIRED: "",
    Status.WITHDRAWN: "",
}


@dataclass(frozen=True, slots=True)
class ApplicantView:
    """Everything about the life cycle that an applicant's page, mail or answer may use."""

    status: Status
    submitted_at: datetime | None
    released: bool
    released_at: datetime | None
    withdrawn_at: datetime | None
    can_withdraw: bool
    awaits_applicant: bool


def released(application: Application) -> bool:
    """Whether the outcome of this application was published to the applicant."""
    return application.shown is not Shown.NOTHING


def view(application: Application) -> ApplicantView:
    """What the applicant may know. A provisional decision changes nothing here."""
    status = _status(application)
    return ApplicantView(
        status=status,
        submitted_at=application.submitted_at,
        released=released(application),
        released_at=application.shown_at if released(application) else None,
        withdrawn_at=application.withdrawn_at,
        can_withdraw=status
        in (Status.RECEIVED, Status.OFFERED, Status.WAITLISTED, Status.REDIRECTED, Status.CONFIRMED),
        awaits_applicant=status is Status.OFFERED,
    )


def _status(application: Application) -> Status:
    if application.stage is Stage.WITHDRAWN:
        return Status.WITHDRAWN
    if application.stage is Stage.DRAFT:
        return Status.DRAFT
    if application.stage is Stage.EXPIRED:
        return Status.NOT_SENT
    if released(application):
        return Status(application.shown.value)
    return Status.RECEIVED
