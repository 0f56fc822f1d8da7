"""Check and send, the confirmation, the exact copy, and taking an application back."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.validators import Length, Optional

from app.applications import policy, queries
from app.applications.completeness import problems
from app.applications.models import Application
from app.applications.services.submit import answers_by, submit_application
from app.applications.services.withdraw import withdraw as withdraw_application
from app.applications.states import Stage
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_, localized
from app.extensions import limiter
from app.questionnaires import queries as questionnaires
from app.questionnaires.definition import FormDefinition, PageSpec, QuestionSpec, SectionSpec
from app.startups import policy as startups
from app.startups.models import Membership
from app.web.access import me, signed_in
from app.web.applicant import bp
from app.web.applicant.answers import Catalogue, all_shown
from app.web.forms import BaseForm
from app.web.public.home import notice

Listed = tuple[SectionSpec, list[tuple[PageSpec, QuestionSpec, str]]]


class SendForm(BaseForm):
    declared = BooleanField(N_("I declare that these answers are true"))
    consented = BooleanField(N_("I have read how my data are used"))
    row_version = IntegerField("", [Optional()])


class WithdrawForm(BaseForm):
    reason = TextAreaField(N_("Why do you withdraw it?"), [Length(max=1000)])


@bp.route("/applications/<uuid:application_id>/check", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@signed_in
def check(application_id: uuid.UUID) -> ResponseReturnValue:
    form = SendForm.from_request()
    if form.submitted_and_valid() and _sent(application_id, form):
        return redirect(url_for(".sent", application_id=application_id), 303)
    application, membership = queries.for_member(application_id, me().id)
    late = application.stage is Stage.EXPIRED or not policy.is_in_time(application, utcnow())
    if application.stage is not Stage.DRAFT and not late:
        return redirect(url_for(".task_list", application_id=application.id), 303)
    if late:
        return render_template("applicant/closed.html", application=application), 409 if form.form_errors else 200
    return _check_page(application, membership, form)


def _sent(application_id: uuid.UUID, form: SendForm) -> bool:
    """Whether it is sent, now or before; a refusal stands in the form."""
    try:
        with transaction():
            submit_application(
                application_id=application_id, actor=me(), declared=form.declared.data,
                consented=form.consented.data, row_version=form.row_version.data,
            )  # fmt: skip
    except (InvalidInput, Conflict, NotAllowed) as error:
        form.add_error(error)
        return False
    return True


def _check_page(application: Application, membership: Membership, form: SendForm) -> ResponseReturnValue:
    definition = questionnaires.definition(application.form_version_id)
    answers, choices = queries.answers(application.id), queries.choices(application.id)
    chosen = application.team_chooses or bool(choices)
    return render_template(
        "applicant/check.html",
        application=application, form=form, choices=choices, chosen=chosen,
        missing=problems(definition, answers), may_send=startups.can_send(membership),
        sections=listed(definition, answers), declaration=localized(definition.declaration),
        consent=definition.consent, notice=notice(definition.consent, application.call.retention_months),
        saved_page=request.args.get("saved", ""),
    ), 422 if form.errors or form.form_errors else 200  # fmt: skip


def listed(definition: FormDefinition, answers: Mapping[str, Any]) -> list[Listed]:
    """Section → (page, question, text) of every question that applies."""
    texts = all_shown(definition.questions.values(), answers, Catalogue(definition.questions.values()))
    return [
        (
            section,
            [
                (page, q, texts[q.key])
                for page in section.pages
                for q in page.questions
                if definition.applies(q.key, answers)
            ],
        )
        for section in definition.sections
    ]


@bp.get("/applications/<uuid:application_id>/sent")
@signed_in
def sent(application_id: uuid.UUID) -> ResponseReturnValue:
    application, _membership = queries.for_member(application_id, me().id)
    if not application.submitted_at:
        return redirect(url_for(".task_list", application_id=application.id), 303)
    return render_template("applicant/sent.html", application=application, answers_by=answers_by(application))


@bp.get("/applications/<uuid:application_id>/copy")
@signed_in
def copy(application_id: uuid.UUID) -> ResponseReturnValue:
    """What was received, from the snapshot and never from the tables that may change."""
    application, _membership = queries.for_member(application_id, me().id)
    if not application.submitted_at:
        raise NotFound
    snapshot = queries.snapshot(application.id)
    content = json.loads(snapshot.content)
    definition = questionnaires.definition(uuid.UUID(content["form_version"]))
    return render_template(
        "applicant/copy.html",
        application=application, snapshot=snapshot, content=content,
        sections=_answered(listed(definition, content["answers"])), choices=queries.choices(application.id),
        declaration=localized(definition.declaration),
    )  # fmt: skip


def _answered(sections: Sequence[Listed]) -> list[Listed]:
    return [(section, [row for row in rows if row[2]]) for section, rows in sections]


@bp.route("/applications/<uuid:application_id>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(application_id: uuid.UUID) -> ResponseReturnValue:
    form = WithdrawForm.from_request()
    if form.submitted_and_valid() and _withdrawn(application_id, form):
        return redirect(url_for(".task_list", application_id=application_id), 303)
    application, membership = queries.for_member(application_id, me().id)
    if not policy.can_withdraw(membership, application):
        return redirect(url_for(".task_list", application_id=application.id), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("applicant/withdraw.html", application=application, form=form), status


def _withdrawn(application_id: uuid.UUID, form: WithdrawForm) -> bool:
    try:
        with transaction():
            withdraw_application(application_id=application_id, actor=me(), reason=form.reason.data or "")
    except InvalidInput as error:
        form.add_error(error)
        return False
    return True
