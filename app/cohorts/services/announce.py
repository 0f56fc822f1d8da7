"""Tell the owner of a startup ahead that its stay, or its startup terms, will end."""

import uuid
from datetime import date

import sqlalchemy as sa

from app.cohorts import queries
from app.cohorts.services.plan_announcements import due
from app.cohorts.states import Ahead
from app.core import audit
from app.core.clock import today
from app.core.db import db
from app.core.errors import NotFound
from app.core.i18n import localized
from app.mail.models import Message
from app.mail.purposes import Purpose
from app.mail.services.enqueue import enqueue

PURPOSES = {Ahead.END: Purpose.RESIDENCE_ENDS, Ahead.TERMS: Purpose.STARTUP_TERMS_END}


def announce(*, residence_id: uuid.UUID, what: Ahead, day: date) -> int:
    """How many people are written to now. Nothing for a residence that has ended or moved, nor a second time."""
    try:
        residence = queries.residence(residence_id, sa.true(), lock=True)
    except NotFound:
        return 0
    if due(residence).get(what) != day or day < today():
        return 0
    told = 0
    for person in queries.owners(residence.startup_id):
        key = f"residence:{what.value}:{residence.id}:{day}:{person.id}"
        if db.session.scalar(sa.select(Message.id).where(Message.once_key == key)):
            continue
        values = {
            "startup": residence.startup.name,
            "site": localized(residence.site.name, person.language),
            "day": day,
        }
        enqueue(PURPOSES[what], to=person, values=values, once_key=key)
        told += 1
    audit.record(
        f"residence.announce_{what.value}", subject=residence, details={"day": day.isoformat(), "people": told}
    )
    return told
