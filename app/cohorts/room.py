"""Whether a site has the workplaces that are given away: more than it has is asked about before it is saved."""

import uuid
from datetime import date

import sqlalchemy as sa

from app.cohorts import stays
from app.core.clock import today
from app.core.db import db
from app.core.errors import InvalidInput
from app.core.i18n import N_, short_date
from app.programmes.models import Site


def last_counted(first: date, last: date | None) -> date:
    """An open stay is looked at until the end of the year."""
    return last or max(first, today()).replace(month=12, day=31)


def check_room(site_id: uuid.UUID, first: date, last: date, *, beyond: bool) -> None:
    """What is to be saved is flushed. Raises InvalidInput, unless somebody said that there are more places."""
    db.session.flush()
    workplaces = db.session.scalar(sa.select(Site.workplaces).where(Site.id == site_id))
    if beyond or workplaces is None:
        return
    day, taken = stays.fullest(site_id, first, last)
    if taken > workplaces:
        raise InvalidInput(
            N_("Workplaces taken on %(day)s would be %(taken)s; the site has %(workplaces)s. Is that right?"),
            field="beyond",
            day=short_date(day),
            taken=taken,
            workplaces=workplaces,
        )
