"""Create an edition of a programme at a site, or change its dates and name."""

import uuid
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.models import Edition, Participation
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_

TWICE = N_("This programme already has an edition at this site that starts on this day.")


def create_edition(
    *,
    actor: Person,
    programme_id: uuid.UUID,
    site_id: uuid.UUID,
    starts_on: date,
    ends_on: date,
    name: str = "",
    edition_id: uuid.UUID | None = None,
) -> Edition:
    """Raises Conflict for a second edition of the programme at the site from the same day.

    `edition_id` is made with the form, so that a double click creates one edition.
    """
    if not policy.can_run_site(actor, site_id):
        raise NotAllowed
    queries.lock_site(site_id)
    known = db.session.get(Edition, edition_id) if edition_id else None
    if known and (known.programme_id, known.site_id, known.starts_on) == (programme_id, site_id, starts_on):
        return known
    _in_order(starts_on, ends_on)
    fresh = edition_id if edition_id and known is None else uuid.uuid4()  # the form was sent again for another one
    edition = Edition(
        id=fresh, programme_id=programme_id, site_id=site_id, starts_on=starts_on, ends_on=ends_on, name=name
    )
    with unless_duplicate(TWICE, field="starts_on"):
        db.session.add(edition)
    audit.record("edition.create", actor=actor, subject=edition, after=_told(edition))
    return edition


def edit_edition(*, actor: Person, edition_id: uuid.UUID, starts_on: date, ends_on: date, name: str = "") -> Edition:
    """The days of those who take part stay as they are: the edition keeps their first days in."""
    edition = queries.edition(edition_id, lock=True)
    if not policy.can_run_site(actor, edition.site_id):
        raise NotAllowed
    _in_order(starts_on, ends_on)
    _keeps_its_cohort(edition, starts_on, ends_on)
    before = _told(edition)
    with unless_duplicate(TWICE, field="starts_on"):
        edition.starts_on, edition.ends_on, edition.name = starts_on, ends_on, name
    if (after := _told(edition)) != before:
        audit.record("edition.edit", actor=actor, subject=edition, before=before, after=after)
    return edition


def _in_order(starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        raise InvalidInput(N_("The last day comes after the first one. Correct one of the two."), field="ends_on")


def _keeps_its_cohort(edition: Edition, starts_on: date, ends_on: date) -> None:
    begins = Participation.starts_on
    early, late = (
        db.session.scalar(sa.select(sa.func.count()).where(Participation.edition_id == edition.id, outside)) or 0
        for outside in (begins < starts_on, begins > ends_on)
    )
    if early or late:
        raise InvalidInput(
            N_("Startups that take part from a day outside these dates: %(count)s. Choose dates that keep them in."),
            field="starts_on" if early else "ends_on",
            count=early + late,
        )


def _told(edition: Edition) -> dict[str, str]:
    return {"starts_on": str(edition.starts_on), "ends_on": str(edition.ends_on), "name": edition.name}
