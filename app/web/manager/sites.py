"""Sites of the network: list, create, change."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import localized
from app.programmes import queries
from app.programmes.models import Site
from app.programmes.services.edit_site import create_site, edit_site
from app.programmes.states import FACILITIES, SiteState
from app.web.access import me, require_role
from app.web.manager import bp
from app.web.manager.forms import SiteForm
from app.web.manager.words import SITE_STATES, vocabularies


def _form(site: Site | None = None) -> SiteForm:
    form = SiteForm.from_request(obj=site)
    form.region_code.choices = {region.code: localized(region.name) for region in queries.regions()}
    offered = vocabularies("sector", "needs")
    places = {key: label for key, label in offered["needs"].items() if key in FACILITIES}
    for field, options in ((form.vocation, offered["sector"]), (form.facilities, places)):
        used = {key: key for key in (getattr(site, field.name) if site else [])}
        field.choices = used | options
    form.status.choices = {value: _(label) for value, label in form.status.choices.items()}
    return form


def _values(form: SiteForm) -> dict[str, Any]:
    return {
        **form.data,
        "status": SiteState(form.status.data),
        "latitude": float(form.latitude.data) if form.latitude.data else None,
        "longitude": float(form.longitude.data) if form.longitude.data else None,
        "opened_on": form.opened_on.data or None,
        "area": form.area.data or None,
    }


@bp.get("/admin/sites")
@require_role(Role.ADMIN)
def sites() -> ResponseReturnValue:
    return render_template("manager/sites.html", sites=queries.sites(), SITE_STATES=SITE_STATES)


@bp.route("/admin/sites/new", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def site_new() -> ResponseReturnValue:
    form = _form()
    if form.submitted_and_valid():
        try:
            with transaction():
                create_site(actor=me(), key=form.key.data or "", values=_values(form))
            flash(_("The site is created."))
            return redirect(url_for(".sites"), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    shown = {"title": _("New site"), "back": url_for(".sites"), "button": _("Create the site")}
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200


@bp.route("/admin/sites/<key>", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def site(key: str) -> ResponseReturnValue:
    found = queries.site(key)
    form = _form(found)
    del form.key
    if form.submitted_and_valid():
        with transaction():
            edit_site(actor=me(), key=key, values=_values(form))
        flash(_("The site is saved."))
        return redirect(url_for(".sites"), 303)
    shown = {"title": localized(found.name), "back": url_for(".sites"), "button": _("Save the site"), "row": found}
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200
