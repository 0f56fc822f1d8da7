"""Take the end of a participation back, where it was noted by mistake."""

import uuid

from app.accounts.models import Person
from app.applications import queries as applications
from app.applications.states import Stage
from app.cohorts import policy, queries
from app.cohorts.models import Participation
from app.cohorts.services.transition import move_participation
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_

FINAL = N_("The application ended with it, and that is final. Admit the startup to another edition instead.")


def resume_participation(*, actor: Person, participation_id: uuid.UUID, scope: queries.Scope) -> Participation:
    """Only where no application ended with it: the end of an application has no way back."""
    participation = queries.participation_for_update(participation_id, scope)
    if not policy.can_run_site(actor, participation.edition.site_id):
        raise NotAllowed
    if participation.application_id:
        application = applications.get_for_update(participation.application_id)
        if application.stage in (Stage.GRADUATED, Stage.EXITED):
            raise Conflict(FINAL)
    move_participation(participation, "resume", actor=actor)
    return participation
