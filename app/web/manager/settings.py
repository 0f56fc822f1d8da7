"""The administration at a glance: what is there, and what needs somebody."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.core.jobs import JobState
from app.decisions import outbox
from app.mail.states import MessageState
from app.matching import registry
from app.programmes import queries as programmes
from app.reports import operations
from app.web.access import me, require_role
from app.web.manager import bp


@bp.get("/admin")
@require_role(Role.ADMIN)
def settings() -> ResponseReturnValue:
    mails, jobs = outbox.counts(me()), operations.job_counts()
    return render_template(
        "manager/settings.html",
        held=mails.get(MessageState.HELD, 0),
        failed_mails=mails.get(MessageState.FAILED, 0),
        failed_jobs=jobs.get(JobState.FAILED, 0),
        waiting_jobs=jobs.get(JobState.QUEUED, 0),
        model=registry.champion(),
        open_calls=len(programmes.open_calls(utcnow())),
    )
