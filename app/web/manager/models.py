"""Versions of the matcher: trained, compared by their figures, put into service by a person."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core import i18n
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.decisions.services.order_training import order_training
from app.matching import queries, registry
from app.matching.services.promote import promote
from app.web.access import me, require_role
from app.web.manager import bp
from app.web.manager.forms import NoteForm
from app.web.manager.words import MODEL_STATES


@bp.get("/admin/models")
@require_role(Role.ADMIN)
def models() -> ResponseReturnValue:
    return render_template(
        "manager/models.html", versions=queries.versions(), states=MODEL_STATES, service=registry.champion()
    )


@bp.post("/admin/models/train")
@require_role(Role.ADMIN)
def model_train() -> ResponseReturnValue:
    with transaction():
        order_training(actor=me(), note=request.form.get("note", ""))
    flash(_("A new version is being trained. It appears here as a candidate in a minute or two."))
    return redirect(url_for(".models"), 303)


@bp.route("/admin/models/<int:number>", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def model(number: int) -> ResponseReturnValue:
    """The card of a version, and the form that puts it into service."""
    version = queries.version(number)
    form = NoteForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                promote(number=number, actor=me(), note=form.note.data or "")
            flash(_("Version %(number)s is in service. Cards already issued keep theirs.", number=number))
            return redirect(url_for(".models"), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    language = "en" if i18n.language() == "en" else "fr"
    head, *parts = registry.card(version, language).split("\n## ")
    sections = [part.partition("\n") for part in parts]
    shown = {"version": version, "states": MODEL_STATES, "card_title": head.lstrip("# "), "card_language": language}
    page = render_template("manager/model.html", form=form, sections=sections, **shown)
    return page, 422 if form.problems() else 200
