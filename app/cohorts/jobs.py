"""What is announced ahead of the end of a stay and of startup terms."""

import uuid
from datetime import date

from app.cohorts.services.announce import announce
from app.cohorts.services.plan_announcements import KINDS
from app.cohorts.states import Ahead
from app.core import jobs


@jobs.handles(KINDS[Ahead.END])
def end_ahead(residence_id: str, day: str) -> None:
    announce(residence_id=uuid.UUID(residence_id), what=Ahead.END, day=date.fromisoformat(day))


@jobs.handles(KINDS[Ahead.TERMS])
def terms_ahead(residence_id: str, day: str) -> None:
    announce(residence_id=uuid.UUID(residence_id), what=Ahead.TERMS, day=date.fromisoformat(day))
