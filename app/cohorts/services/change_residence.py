"""Correct or change a residence: kind, workplaces, terms, days."""

import uuid

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.models import Residence
from app.cohorts.services.begin_residence import Place, put, told
from app.cohorts.services.plan_announcements import plan_announcements
from app.core import audit
from app.core.errors import NotAllowed


def change_residence(*, actor: Person, residence_id: uuid.UUID, place: Place, scope: queries.Scope) -> Residence:
    """The rule is counted again; a residence whose last day moves is no longer ended by hand."""
    residence = queries.residence(residence_id, scope, lock=True)
    if not policy.can_run_site(actor, residence.site_id):
        raise NotAllowed
    before = told(residence)
    if place.ends_on != residence.ends_on:
        residence.end_reason = ""
    put(residence, place)
    plan_announcements(residence)
    if (after := told(residence)) != before:
        audit.record("residence.change", actor=actor, subject=residence, before=before, after=after)
    return residence
