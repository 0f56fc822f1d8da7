"""Programmes of the catalogue: list, create, change."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import localized
from app.programmes import queries
from app.programmes.models import Programme
from app.programmes.services.edit_programme import create_programme, edit_programme
from app.web.access import me, require_role
from app.web.manager import bp
from app.web.manager.forms import ProgrammeForm
from app.web.manager.words import vocabularies

VOCABULARIES = {"sectors": "sector", "stages": "stage", "offers": "needs"}


def _form(programme: Programme | None = None) -> ProgrammeForm:
    """The form with the words of the latest application form; words already in use stay choosable."""
    form = ProgrammeForm.from_request(obj=programme)
    offered = vocabularies(*VOCABULARIES.values())
    for name, question in VOCABULARIES.items():
        options = offered[question]
        used = {key: key for key in (getattr(programme, name) if programme else [])}
        form[name].choices = used | options
    form.company.choices = {value: _(label) for value, label in form.company.choices.items()}
    return form


def _values(form: ProgrammeForm) -> dict[str, Any]:
    return {**form.data, "position": form.position.data or 0}


@bp.get("/admin/programmes")
@require_role(Role.ADMIN)
def programmes() -> ResponseReturnValue:
    return render_template("manager/programmes.html", programmes=queries.programmes(published_only=False))


@bp.route("/admin/programmes/new", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def programme_new() -> ResponseReturnValue:
    form = _form()
    if form.submitted_and_valid():
        try:
            with transaction():
                create_programme(actor=me(), key=form.key.data or "", values=_values(form))
            flash(_("The programme is created."))
            return redirect(url_for(".programmes"), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    shown = {"title": _("New programme"), "back": url_for(".programmes"), "button": _("Create the programme")}
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200


@bp.route("/admin/programmes/<key>", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def programme(key: str) -> ResponseReturnValue:
    found = queries.programme(key)
    form = _form(found)
    del form.key
    if form.submitted_and_valid():
        with transaction():
            edit_programme(actor=me(), key=key, values=_values(form))
        flash(_("The programme is saved."))
        return redirect(url_for(".programmes"), 303)
    shown = {
        "title": localized(found.name),
        "back": url_for(".programmes"),
        "button": _("Save the programme"),
        "row": found,
    }
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200
