"""Many files to many reviewers; conflicts are computed, what is there stays."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import InvalidInput, NotFound
from app.core.i18n import N_, ngettext, translate_count
from app.reviews import queries
from app.reviews.services import assign as assigning
from app.web.access import me, require_role
from app.web.errors import words
from app.web.staff import TEAM, bp
from app.web.staff.forms import end_of_day, identifiers


@bp.get("/team/assign")
@require_role(*TEAM, limited=True)
def assign() -> ResponseReturnValue:
    return _page(identifiers(request.args.getlist("file")))


@bp.post("/team/assign")
@require_role(*TEAM, limited=True)
def assign_send() -> ResponseReturnValue:
    files = identifiers(request.form.getlist("file"))
    reviewers = identifiers(request.form.getlist("reviewer"))
    try:
        if not reviewers:
            raise InvalidInput(N_("Choose at least one reviewer."), field="reviewers")
        due_at = end_of_day(request.form.get("due", ""), field="due")
        chosen = [row.id for row in queries.chosen_for_team(me(), files)]
        with transaction():
            result = assigning.assign(actor=me(), application_ids=chosen, reviewer_ids=reviewers, due_at=due_at)
    except InvalidInput as error:
        return _page(files, problems=[(error.field or "", words(error))]), 422
    message = translate_count(*ngettext("%(num)s review is asked.", "%(num)s reviews are asked.", result.made))
    if result.refused or not result.made:
        return render_template("staff/assigned.html", result=result, message=message, back=_back(files))
    flash(message)
    return redirect(_back(files), 303)


def _page(files: list[uuid.UUID], problems: list[tuple[str, str]] | None = None) -> str:
    rows = queries.chosen_for_team(me(), files)
    people = accounts.with_role(Role.REVIEWER)
    return render_template(
        "staff/assign.html",
        rows=rows,
        people=people,
        workloads=queries.workloads([person.id for person in people]),
        typed=request.form,
        ticked=request.form.getlist("reviewer"),
        problems=problems or [],
        back=_back(files),
    )


def _back(files: list[uuid.UUID]) -> str:
    """To the file if it is one, else to its list."""
    rows = queries.chosen_for_team(me(), files)
    if len(files) == 1 and rows:
        return url_for(".application", application_id=rows[0].id)
    return url_for(".inbox", key=rows[0].call_key) if rows else url_for(".inbox")


@bp.post("/team/assignments/<uuid:assignment_id>/remove")
@require_role(*TEAM, limited=True)
def assign_remove(assignment_id: uuid.UUID) -> ResponseReturnValue:
    application_id = queries.assignment_for_team(me(), assignment_id).application_id
    if not queries.chosen_for_team(me(), [application_id]):
        raise NotFound
    with transaction():
        assigning.unassign(actor=me(), assignment_id=assignment_id)
    flash(translate_count(*ngettext("%(num)s assignment is taken back.", "%(num)s assignments are taken back.", 1)))
    return redirect(url_for(".application", application_id=application_id, _anchor="reviewers"), 303)
