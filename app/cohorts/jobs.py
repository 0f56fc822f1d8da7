"""What is announced ahead of the end of a stay and of startup terms."""

import uuid
from datetime import date

from app.cohorts.services.announce import announce
from app.cohorts.services.plan_announcements import KINDS
from app.cohorts.services.plan_missing import AT_ONCE, PLAN, plan_missing, set_timer
from app.cohorts.states import Ahead
from app.core import jobs


@jobs.handles(KINDS[Ahead.END])
def end_ahead(residence_id: str, day: str) -> None:
    announce(residence_id=uuid.UUID(residence_id), what=Ahead.END, day=date.fromisoformat(day))


@jobs.handles(KINDS[Ahead.TERMS])
def terms_ahead(residence_id: str, day: str) -> None:
    announce(residence_id=uuid.UUID(residence_id), what=Ahead.TERMS, day=date.fromisoformat(day))


@jobs.handles(PLAN)
def plan_what_is_missing() -> None:
    set_timer()
    if plan_missing() == AT_ONCE:  # there may be more
        set_timer(now=True)
