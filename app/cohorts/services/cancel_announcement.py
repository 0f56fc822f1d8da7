"""Take a timer of a residence back before it writes to anybody."""

import uuid

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.states import Ahead
from app.core import audit, jobs
from app.core.db import db
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_


def cancel_announcement(*, actor: Person, residence_id: uuid.UUID, what: Ahead, scope: queries.Scope) -> None:
    """The residence itself stays as it is. A change of its days makes a new timer."""
    residence = queries.residence(residence_id, scope, lock=True)
    if not policy.can_run_site(actor, residence.site_id):
        raise NotAllowed
    timer = residence.end_timer_id if what is Ahead.END else residence.terms_timer_id
    job = db.session.get(jobs.Job, timer, with_for_update=True) if timer else None
    if job is None or job.state is not jobs.JobState.QUEUED:
        raise Conflict(N_("This is no longer planned: it was announced or cancelled in the meantime."))
    jobs.cancel(job)
    details = {"what": what.value, "day": job.payload["day"]}
    audit.record("residence.cancel_announcement", actor=actor, subject=residence, details=details)
