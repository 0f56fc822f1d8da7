"""End a residence on a day, with the reason."""

import uuid
from datetime import date

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.models import Residence
from app.cohorts.services.begin_residence import told
from app.cohorts.services.plan_announcements import plan_announcements
from app.core import audit
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_, short_date


def end_residence(*, actor: Person, residence_id: uuid.UUID, on: date, reason: str, scope: queries.Scope) -> Residence:
    """What was to be announced of it is cancelled: the startup knows."""
    residence = queries.residence(residence_id, scope, lock=True)
    if not policy.can_run_site(actor, residence.site_id):
        raise NotAllowed
    if on < residence.starts_on:
        raise InvalidInput(
            N_("The stay began on %(day)s. Choose that day or a later one."),
            field="on",
            day=short_date(residence.starts_on),
        )
    latest = residence.ends_on or residence.longest_until
    if latest and on > latest:
        raise InvalidInput(
            N_("The stay ends on %(day)s at the latest. Choose that day or an earlier one."),
            field="on",
            day=short_date(latest),
        )
    if not reason.strip():
        raise InvalidInput(N_("Write why, in a sentence."), field="reason")
    before = told(residence)
    residence.ends_on, residence.end_reason = on, reason.strip()
    plan_announcements(residence)
    audit.record(
        "residence.end", actor=actor, subject=residence, before=before, after=told(residence), reason=reason.strip()
    )
    return residence
