"""One file and its rubric: read, mark, save, go on."""

import uuid

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import InvalidInput
from app.core.i18n import clock_time, number
from app.files import queries as files
from app.reviews import dossier, queries
from app.reviews.services.save_review import save_review
from app.web.access import me, require_role
from app.web.downloads import attachment
from app.web.errors import words
from app.web.reviewer import bp, desk


@bp.get("/reviews/<uuid:application_id>")
@require_role(Role.REVIEWER, limited=True)
def review(application_id: uuid.UUID) -> ResponseReturnValue:
    shown = desk.data(me(), application_id, request.args.get("show", ""))
    return render_template("reviewer/review.html", view="file", problem=None, **shown)


@bp.post("/reviews/<uuid:application_id>")
@require_role(Role.REVIEWER, limited=True)
def save(application_id: uuid.UUID) -> ResponseReturnValue:
    typed = desk.Typed.posted(request.form)
    sends = request.form.get("do") == "send"
    try:
        with transaction():
            save_review(application_id=application_id, actor=me(), submit=sends, **typed.values())
    except InvalidInput as error:
        shown = desk.data(me(), application_id, typed=typed)
        return render_template("reviewer/review.html", view="file", problem=words(error), **shown), 422
    if not sends:
        flash(_("Your review is saved. It is not sent yet."))
        return redirect(url_for(".review", application_id=application_id), 303)
    flash(_("Your review is sent. You can change it until the decision."))
    following = queries.next_to_review(me(), after=application_id)
    return redirect(url_for(".review", application_id=following) if following else url_for(".queue"), 303)


@bp.post("/reviews/<uuid:application_id>/autosave")
@require_role(Role.REVIEWER, limited=True)
def autosave(application_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what is in the form while it is filled; answers with the time and the total so far."""
    typed = desk.Typed.posted(request.form)
    with transaction():
        saved = save_review(application_id=application_id, actor=me(), **typed.values())
    rubric = queries.rubric(saved.rubric_id)
    so_far = desk.total(typed, rubric)
    return jsonify(
        saved=_("Saved at %(time)s", time=clock_time(saved.saved_at)),
        total=number(round(so_far, 1)) if so_far is not None else "",
        given=len(typed.points),
    )


@bp.get("/reviews/<uuid:application_id>/files/<key>")
@require_role(Role.REVIEWER, limited=True)
def file(application_id: uuid.UUID, key: str) -> ResponseReturnValue:
    """A document of the file; in a blind call under the reference, never under its own name."""
    application = queries.assignment(me(), application_id).application
    blind = application.call.blind
    file_id = dossier.file_id(application, key, dossier.for_reviewers(blind=blind))
    if file_id is None:
        abort(404)
    return attachment(files.get(file_id), name=f"{application.reference}.pdf" if blind else None)
