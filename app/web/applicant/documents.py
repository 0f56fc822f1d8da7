"""The presentation: sent on its own page, downloaded through a rights check."""

import uuid
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.applications import policy, queries
from app.applications.services.attach_file import attach_file, detach_file
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.core.i18n import N_
from app.files import queries as files
from app.files.services.store import discarded_on_fault, keep_pdf
from app.questionnaires import queries as questionnaires
from app.web.access import me, signed_in
from app.web.applicant import bp
from app.web.downloads import attachment
from app.web.errors import words


@bp.route("/applications/<uuid:application_id>/document/<question_key>", methods=["GET", "POST"])
@signed_in
def document(application_id: uuid.UUID, question_key: str) -> ResponseReturnValue:
    error = _change(application_id, question_key) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect(url_for(".document", application_id=application_id, question_key=question_key), 303)
    application, membership = queries.for_member(application_id, me().id)
    question = questionnaires.definition(application.form_version_id).questions.get(question_key)
    if question is None or question.kind != "file":
        raise NotFound
    return render_template(
        "applicant/document.html",
        application=application, question=question, error=error,
        file=queries.answers(application.id).get(question_key),
        may_edit=policy.can_edit(membership, application),
        limit=current_app.config["DECK_MAX_BYTES"] // (1024 * 1024),
    ), 422 if error else 200  # fmt: skip


def _change(application_id: uuid.UUID, question_key: str) -> str:
    """Store or remove the posted file; the refusal in words, if any."""
    target: dict[str, Any] = {"application_id": application_id, "actor": me(), "question_key": question_key}
    if "remove" in request.form:
        with transaction():
            detach_file(**target)
        return ""
    application, membership = queries.for_member(application_id, me().id)
    if not policy.can_edit(membership, application):
        raise Conflict(N_("This application was already sent. Your copy shows what was received."))
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return str(_("Choose a PDF file first."))
    try:
        kept = keep_pdf(
            content=upload.read(), name=upload.filename, limit=current_app.config["DECK_MAX_BYTES"], field=question_key
        )
        with discarded_on_fault(kept), transaction():
            attach_file(**target, kept=kept)
    except InvalidInput as error:
        return words(error)
    return ""


@bp.get("/applications/<uuid:application_id>/files/<question_key>")
@signed_in
def download(application_id: uuid.UUID, question_key: str) -> ResponseReturnValue:
    application, _membership = queries.for_member(application_id, me().id)
    value = queries.answers(application.id).get(question_key)
    if not isinstance(value, dict) or "id" not in value:
        raise NotFound
    return attachment(files.get(uuid.UUID(value["id"])))
