"""What follows by itself: the mail with one's own page."""

import uuid

from sqlalchemy.orm import joinedload

from app.core import jobs
from app.core.db import db
from app.events.models import Event, Registration
from app.events.states import EventState
from app.events.telling import CONFIRM, tell_place


@jobs.handles(CONFIRM)
def confirm(registration_id: str) -> None:
    """Once for each state of a registration; nothing about an event that was cancelled meanwhile."""
    options = [joinedload(Registration.event).joinedload(Event.site)]
    one = db.session.get(Registration, uuid.UUID(registration_id), options=options)
    if one is not None and one.event.state is not EventState.CANCELLED:
        tell_place(one)
