"""Admit startups that confirmed their place to an edition of the programme at the site."""

import uuid
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications import queries as applications
from app.cohorts import policy
from app.cohorts import queries as cohorts
from app.cohorts.models import Participation
from app.cohorts.services.admit import take_in
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.decisions import arrivals


def admit_confirmed(
    *,
    actor: Person,
    edition_id: uuid.UUID,
    application_ids: Sequence[uuid.UUID],
    scope: sa.ColumnElement[bool],
    starts_on: date | None = None,
) -> list[Participation]:
    """All of them or none. `scope` says which applications the person may read."""
    edition = cohorts.edition(edition_id, lock=True)
    if not policy.can_run_site(actor, edition.site_id):
        raise NotAllowed
    wanted = sorted(set(application_ids))
    if not wanted:
        raise InvalidInput(N_("Tick at least one startup."), field="application")
    files = [applications.get_for_update(application_id) for application_id in wanted]
    known = {row.id for row in arrivals.waiting(edition, scope=scope, only=wanted, limit=len(wanted))}
    if known != set(wanted):
        raise Conflict(N_("One of these startups no longer waits for this edition. Reload the page."))
    return [take_in(edition, one.startup_id, actor=actor, starts_on=starts_on, application=one) for one in files]
