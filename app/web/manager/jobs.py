"""Work that waits, runs or failed; timers are jobs with a later time."""

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import can_run_jobs
from app.accounts.roles import Role
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.jobs import JobState
from app.mail import queries as mail
from app.reports import operations
from app.reports.services import handle_job
from app.web.access import me, require_role
from app.web.manager import bp
from app.web.manager.words import JOB_STATES


@bp.get("/admin/jobs")
@require_role(Role.ADMIN)
def jobs() -> ResponseReturnValue:
    if not can_run_jobs(me()):
        abort(403)
    asked = request.args.get("state")
    state = JobState(asked) if asked in {s.value for s in JOB_STATES} else JobState.FAILED
    return render_template(
        "manager/jobs.html",
        state=state,
        states=JOB_STATES,
        counts=operations.job_counts(),
        page=operations.jobs(state, cursor=request.args.get("cursor")),
        blocked=mail.count_blocked(),
        now=utcnow(),
        to=lambda cursor: url_for(".jobs", state=state.value, cursor=cursor),
    )


@bp.post("/admin/jobs/<uuid:job_id>/<any(retry, cancel):act>")
@require_role(Role.ADMIN)
def job_act(job_id: uuid.UUID, act: str) -> ResponseReturnValue:
    with transaction():
        (handle_job.retry if act == "retry" else handle_job.cancel)(job_id=job_id, actor=me())
    if act == "retry":
        flash(_("The job is run again."))
    else:
        flash(_("The job is cancelled. One that runs stops at its next step."))
    return redirect(url_for(".jobs"), 303)
