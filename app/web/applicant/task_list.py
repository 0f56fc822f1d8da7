"""One address per application: the task list of a draft, the follow-up of what was sent."""

import uuid
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.applications import policy, queries, visibility
from app.applications.completeness import Progress, sections
from app.applications.models import Application
from app.applications.services.submit import answers_by
from app.applications.states import Stage
from app.applications.visibility import Status
from app.core.clock import utcnow
from app.core.i18n import localized
from app.decisions import policy as decision_policy
from app.decisions import queries as decisions
from app.decisions.models import Decision, Offer
from app.decisions.services.announce import reason_texts
from app.decisions.states import DecisionKind
from app.programmes import queries as programmes
from app.questionnaires import queries as questionnaires
from app.startups import policy as startups
from app.startups.models import Membership
from app.web.access import me, signed_in
from app.web.applicant import bp


@dataclass(frozen=True, slots=True)
class Answered:
    """What was published, in words; empty until then."""

    decision: Decision | None
    offer: Offer | None
    reason: str


@bp.get("/applications/<uuid:application_id>")
@signed_in
def task_list(application_id: uuid.UUID) -> ResponseReturnValue:
    application, membership = queries.for_member(application_id, me().id)
    if application.stage is not Stage.DRAFT:
        return _status(application, membership)
    definition = questionnaires.definition(application.form_version_id)
    rows = sections(definition, queries.answers(application.id))
    chosen = application.team_chooses or bool(queries.choices(application.id))
    done = sum(row.progress is Progress.DONE for row in rows)
    return render_template(
        "applicant/task_list.html",
        application=application, rows=rows, chosen=chosen, done=done + chosen, total=len(rows) + 1,
        ready=chosen and done == len(rows), may_send=startups.can_send(membership),
        may_edit=startups.can_edit(membership), in_time=policy.is_in_time(application, utcnow()),
        saved_page=request.args.get("saved", ""),
    )  # fmt: skip


def _status(application: Application, membership: Membership) -> ResponseReturnValue:
    view = visibility.view(application)
    answered = _answered(application, view.status)
    ended = view.status in (Status.REJECTED, Status.NOT_SENT, Status.DECLINED, Status.OFFER_EXPIRED)
    return render_template(
        "applicant/status.html",
        application=application, view=view, answered=answered, answers_by=answers_by(application),
        choices=queries.choices(application.id),
        calls=programmes.open_calls(utcnow()) if ended else [],
        may_answer=decision_policy.can_answer_offer(membership),
        may_withdraw=view.can_withdraw and startups.can_send(membership),
    )  # fmt: skip


def _answered(application: Application, status: Status) -> Answered:
    decision = decisions.released_decision(application)
    offer = decisions.live_offer(application.id) if status in (Status.OFFERED, Status.CONFIRMED) else None
    rejected = decision is not None and decision.kind is DecisionKind.REJECT
    return Answered(decision, offer, localized(reason_texts(decision)) if decision and rejected else "")
