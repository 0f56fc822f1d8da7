"""The pages of questions: shown, saved whole, and saved as one types."""

import uuid
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.accounts import queries as accounts
from app.applications import policy, queries
from app.applications.models import Application
from app.applications.services.save_answers import Saved, save_answers
from app.applications.states import Stage
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import NotFound
from app.core.i18n import clock_time
from app.questionnaires import queries as questionnaires
from app.questionnaires.definition import FormDefinition
from app.startups import policy as startups
from app.web.access import me, signed_in
from app.web.applicant import bp, fields
from app.web.applicant.answers import Catalogue, read_as, shown
from app.web.errors import words


@bp.route("/applications/<uuid:application_id>/form/<page_key>", methods=["GET", "POST"])
@signed_in
def page(application_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    if request.method == "POST":
        return _save(application_id, page_key)
    application, membership = queries.for_member(application_id, me().id)
    if application.stage is not Stage.DRAFT:
        return redirect(url_for(".task_list", application_id=application.id), 303)
    return _show(application, page_key, may_edit=startups.can_edit(membership))


def _save(application_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    values, seen = fields.posted()
    leave = "leave" in request.form
    with transaction():
        saved = save_answers(
            application_id=application_id, actor=me(), page_key=page_key, posted=values, seen=seen, complete=not leave
        )
    definition = questionnaires.definition(saved.application.form_version_id)
    if saved.clashes:
        return _show(saved.application, page_key, form=request.form, saved=saved), 409
    if saved.errors and (not leave or fields.unreadable(definition, saved, values)):
        return _show(saved.application, page_key, form=request.form, saved=saved), 422
    return redirect(_next(definition, application_id, page_key, leave), 303)


def _next(definition: FormDefinition, application_id: uuid.UUID, page_key: str, leave: bool) -> str:
    """The following page; the task list after the last; the check page for who came from there."""
    if request.form.get("back") == "check":
        return url_for(".check", application_id=application_id, saved=page_key)
    after = None if leave else definition.after(page_key)
    if after is None:
        return url_for(".task_list", application_id=application_id, saved=page_key)
    return url_for(".page", application_id=application_id, page_key=after.key, saved=page_key)


def _show(
    application: Application,
    page_key: str,
    *,
    form: MultiDict[str, str] | None = None,
    saved: Saved | None = None,
    may_edit: bool = True,
) -> str:
    definition = questionnaires.definition(application.form_version_id)
    found = definition.page(page_key)
    if found is None:
        raise NotFound
    section, spec = found
    answers = saved.answers if saved else queries.answers(application.id)
    views = fields.build(definition, spec, answers, form=form, saved=saved)
    return render_template(
        "applicant/page.html",
        application=application, section=section, page=spec, fields=views, problems=fields.problems(views),
        number=section.pages.index(spec) + 1, may_edit=may_edit,
        closed=not policy.is_in_time(application, utcnow()), back=request.values.get("back", ""),
        saved_page=request.args.get("saved", ""),
    )  # fmt: skip


@bp.post("/applications/<uuid:application_id>/autosave/<page_key>")
@signed_in
def autosave(application_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    """The same form body, saved as one types; the answer says what was understood."""
    values, seen = fields.posted()
    with transaction():
        saved = save_answers(
            application_id=application_id, actor=me(), page_key=page_key, posted=values, seen=seen, complete=False
        )
    definition = questionnaires.definition(saved.application.form_version_id)
    told = _told(saved, definition)
    told["unsaved"] = [*saved.clashes, *fields.unreadable(definition, saved, values)]
    if told["unsaved"]:
        told["text"] = _("Not everything is saved: look at the answers marked in red.")
    return jsonify(told)


def _told(saved: Saved, definition: FormDefinition) -> dict[str, Any]:
    questions = {key: definition.questions[key] for key in saved.marks}
    catalogue = Catalogue([questions[key] for key in saved.clashes])
    people = accounts.names([clash.by for clash in saved.clashes.values()])
    clashes = {
        key: fields.clash_words(clash, people.get(clash.by, ""), shown(questions[key], clash.stored, catalogue))
        for key, clash in saved.clashes.items()
    }
    time = clock_time(saved.at)
    return {
        "saved_at": time,
        "text": _("Saved at %(time)s", time=time),
        "marks": saved.marks,
        "errors": {key: words(error) for key, error in saved.errors.items()},
        "warnings": {key: _(text) for key, text in saved.warnings.items()},
        "clashes": clashes,
        "read": {
            key: _("Read as %(number)s", number=text)
            for key, question in questions.items()
            if key not in saved.errors
            and key not in saved.clashes
            and (text := read_as(question, saved.answers.get(key)))
        },
    }
