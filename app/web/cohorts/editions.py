"""Editions: the list, one with its cohort, who is admitted."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cohorts import editions as lists
from app.cohorts import policy
from app.cohorts.models import Edition
from app.cohorts.services.admit import admit_startup
from app.cohorts.services.edit_edition import create_edition, edit_edition
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import localized, ngettext, translate_count
from app.decisions import arrivals
from app.decisions.services.admit_confirmed import admit_confirmed
from app.programmes import queries as programmes
from app.reviews import scope
from app.web.access import me, require_role
from app.web.cohorts import TEAM, bp, find
from app.web.cohorts.forms import AdmitForm, EditionForm
from app.web.cohorts.sites import edition_of, readable
from app.web.forms import choices
from app.web.staff.forms import identifiers


def _filters() -> lists.Filters:
    """Those in the address; unknown values are left out."""
    when = request.args.get("when", "")
    return lists.Filters(
        request.args.get("programme", "")[:60], request.args.get("site", "")[:60], when if when in lists.WHEN else ""
    )


@bp.get("/team/editions")
@require_role(*TEAM, limited=True)
def editions() -> ResponseReturnValue:
    filters, sites = _filters(), readable(me())
    asked = {"programme": filters.programme or None, "site": filters.site or None, "when": filters.when or None}
    page = lists.page(me(), filters, scope=scope.followed(me()), cursor=request.args.get("cursor"))
    return render_template(
        "cohorts/editions.html",
        page=page,
        filters=filters,
        programmes=programmes.programmes(published_only=False),
        sites=sites,
        may_create=any(policy.can_run_site(me(), site.id) for site in sites),
        address=lambda **changes: url_for(".editions", **(asked | changes)),
    )


def _form(edition: Edition | None = None) -> EditionForm:
    form = EditionForm.from_request(obj=edition)
    if edition is not None:
        del form.programme
        del form.site
        return form
    offered = [(one.id, localized(one.name)) for one in programmes.programmes(published_only=False)]
    form.programme.choices = choices(offered, blank=_("Choose"))
    run = [(one.id, localized(one.name)) for one in readable(me()) if policy.can_run_site(me(), one.id)]
    form.site.choices = choices(run, blank=_("Choose"))
    return form


@bp.route("/team/editions/new", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def edition_new() -> ResponseReturnValue:
    form = _form()
    if form.submitted_and_valid():
        try:
            with transaction():
                made = create_edition(
                    actor=me(), programme_id=uuid.UUID(form.programme.data), site_id=uuid.UUID(form.site.data),
                    edition_id=form.made_id(), **_values(form),
                )  # fmt: skip
            flash(_("The edition is created."))
            return redirect(url_for(".edition", edition_id=made.id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    shown = {"title": _("New edition"), "back": url_for(".editions"), "button": _("Create the edition")}
    return render_template("cohorts/edition_form.html", form=form, **shown), 422 if form.problems() else 200


@bp.route("/team/editions/<uuid:edition_id>/edit", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def edition_edit(edition_id: uuid.UUID) -> ResponseReturnValue:
    found = edition_of(me(), edition_id)
    form = _form(found)
    if form.submitted_and_valid():
        try:
            with transaction():
                edit_edition(actor=me(), edition_id=edition_id, **_values(form))
            flash(_("The edition is saved."))
            return redirect(url_for(".edition", edition_id=edition_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    back = url_for(".edition", edition_id=edition_id)
    shown = {"title": _("Dates and name of the edition"), "back": back, "button": _("Save the edition"), "row": found}
    return render_template("cohorts/edition_form.html", form=form, **shown), 422 if form.problems() else 200


def _values(form: EditionForm) -> dict[str, Any]:
    return {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data, "name": form.name.data or ""}


@bp.get("/team/editions/<uuid:edition_id>")
@require_role(*TEAM, limited=True)
def edition(edition_id: uuid.UUID) -> ResponseReturnValue:
    found = edition_of(me(), edition_id)
    return _page(found, AdmitForm(data={"starts_on": lists.default_day(found)}))


def _page(found: Edition, form: AdmitForm, ticked: tuple[uuid.UUID, ...] = ()) -> ResponseReturnValue:
    may_run = policy.can_run_site(me(), found.site_id)
    page = render_template(
        "cohorts/edition.html",
        edition=found,
        cohort=lists.cohort(found.id, scope.followed(me())),
        waiting=arrivals.waiting(found, scope=scope.team_scope(me())),
        form=form,
        ticked=ticked,
        may_run=may_run,
    )
    return page, 422 if form.problems() else 200


@bp.post("/team/editions/<uuid:edition_id>/admit")
@require_role(*TEAM, limited=True)
def admit(edition_id: uuid.UUID) -> ResponseReturnValue:
    """The ticked startups that confirmed their place, several at once."""
    form, ticked = AdmitForm.from_request(), identifiers(request.form.getlist("application"))
    if form.validate():
        try:
            with transaction():
                made = admit_confirmed(
                    actor=me(), edition_id=edition_id, application_ids=ticked, scope=scope.team_scope(me()),
                    starts_on=form.starts_on.data,
                )  # fmt: skip
            flash(
                translate_count(*ngettext("%(num)s startup is admitted.", "%(num)s startups are admitted.", len(made)))
            )
            return redirect(url_for(".edition", edition_id=edition_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    return _page(edition_of(me(), edition_id), form, tuple(ticked))


@bp.route("/team/editions/<uuid:edition_id>/admit/<uuid:startup_id>", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def admit_without(edition_id: uuid.UUID, startup_id: uuid.UUID) -> ResponseReturnValue:
    """A startup without an application, found by its name."""
    found, startup = edition_of(me(), edition_id), find.chosen(me(), startup_id)
    form = AdmitForm.from_request(data={"starts_on": found.starts_on})
    if form.submitted_and_valid():
        try:
            with transaction():
                admit_startup(
                    actor=me(), edition_id=edition_id, startup_id=startup_id, scope=find.scope_of(me()),
                    starts_on=form.starts_on.data,
                )  # fmt: skip
            flash(_("%(name)s takes part in this edition.", name=startup.name))
            return redirect(url_for(".edition", edition_id=edition_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    page = render_template("cohorts/admit_without.html", edition=found, startup=startup, form=form)
    return page, 422 if form.problems() else 200
