"""One file as the team sees it, and what can be done with it."""

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.decisions.services import decide as decisions
from app.decisions.services.reopen import reopen as reopen_file
from app.decisions.services.undo import undo as undo_decision
from app.files import queries as files
from app.reviews import dossier as reading
from app.reviews import queries
from app.reviews.services.override_eligibility import override_eligibility
from app.web.access import me, require_role
from app.web.downloads import attachment
from app.web.errors import words
from app.web.staff import TEAM, bp, dossier
from app.web.staff.forms import DecideForm, ReasonForm


@bp.get("/team/applications/<uuid:application_id>")
@require_role(*TEAM, limited=True)
def application(application_id: uuid.UUID) -> ResponseReturnValue:
    return render_template("staff/application.html", problems=[], **dossier.data(me(), application_id, DecideForm()))


@bp.get("/team/applications/<uuid:application_id>/files/<key>")
@require_role(*TEAM, limited=True)
def application_file(application_id: uuid.UUID, key: str) -> ResponseReturnValue:
    file_id = reading.file_id(queries.for_team(me(), application_id), key)
    if file_id is None:
        abort(404)
    return attachment(files.get(file_id))


@bp.post("/team/applications/<uuid:application_id>/decision")
@require_role(Role.LEAD, limited=True)
def decide(application_id: uuid.UUID) -> ResponseReturnValue:
    queries.for_team(me(), application_id)
    form = DecideForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                decisions.decide(application_id=application_id, actor=me(), verdict=form.verdict())
            flash(_("The decision is noted. The applicant is not told before you publish."))
            return redirect(url_for(".application", application_id=application_id), 303)
        except (InvalidInput, Conflict) as error:
            form.add_error(error)
    shown = dossier.data(me(), application_id, form)
    return render_template("staff/application.html", problems=form.problems(), **shown), 422


@bp.post("/team/applications/<uuid:application_id>/decision/undo")
@require_role(Role.LEAD, limited=True)
def undo(application_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        undo_decision(application_id=application_id, actor=me())
    flash(_("The decision is taken back. The file is under review again."))
    return redirect(url_for(".application", application_id=application_id), 303)


@bp.route("/team/applications/<uuid:application_id>/reopen", methods=["GET", "POST"])
@require_role(Role.LEAD, limited=True)
def application_reopen(application_id: uuid.UUID) -> ResponseReturnValue:
    shown = queries.for_team(me(), application_id)
    form = ReasonForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                reopen_file(application_id=application_id, actor=me(), reason=form.reason.data or "")
            flash(_("The file is under review again. The applicant is told."))
            return redirect(url_for(".application", application_id=application_id), 303)
        except (InvalidInput, Conflict) as error:
            form.add_error(error)
    return render_template("staff/reopen.html", form=form, application=shown), 422 if form.problems() else 200


@bp.post("/team/applications/<uuid:application_id>/check")
@require_role(*TEAM, limited=True)
def application_check(application_id: uuid.UUID) -> ResponseReturnValue:
    """A human settles a file whose rules failed."""
    queries.for_team(me(), application_id)
    answer = request.form.get("answer")
    if answer not in ("accept", "refuse"):
        abort(422)
    eligible = answer == "accept"
    try:
        with transaction():
            override_eligibility(
                application_id=application_id, actor=me(), eligible=eligible, reason=request.form.get("reason", "")
            )
    except InvalidInput as error:
        shown = dossier.data(me(), application_id, DecideForm())
        return render_template("staff/application.html", problems=[("check-reason", words(error))], **shown), 422
    flash(
        _("The file goes to review.")
        if eligible
        else _("The file is not eligible. The applicant is told on publication.")
    )
    return redirect(url_for(".application", application_id=application_id), 303)
