"""Correct or change a residence: kind, workplaces, terms, days."""

import uuid

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.models import Residence
from app.cohorts.room import check_room, last_counted
from app.cohorts.services.begin_residence import Place, put, told
from app.cohorts.services.plan_announcements import plan_announcements
from app.core import audit
from app.core.errors import NotAllowed


def change_residence(
    *, actor: Person, residence_id: uuid.UUID, place: Place, scope: queries.Scope, beyond: bool = False
) -> Residence:
    """The rule is counted again; a residence whose last day moves is no longer ended by hand.

    `beyond` says that there are more workplaces than the site has.
    """
    queries.lock_site(queries.residence(residence_id, scope).site_id)
    residence = queries.residence(residence_id, scope, lock=True)
    if not policy.can_run_site(actor, residence.site_id):
        raise NotAllowed
    before = told(residence)
    if place.ends_on != residence.ends_on:
        residence.end_reason = ""
    taken = (residence.seats, residence.starts_on, residence.ends_on)
    put(residence, place)
    if (place.seats, place.starts_on, place.ends_on) != taken:
        last = last_counted(place.starts_on, place.ends_on)
        check_room(residence.site_id, place.starts_on, last, beyond=beyond)
    plan_announcements(residence)
    if (after := told(residence)) != before:
        audit.record("residence.change", actor=actor, subject=residence, before=before, after=after)
    return residence
