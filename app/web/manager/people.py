"""The team: who has which role, invitations, locks."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.roles import NAMES, Role
from app.accounts.services import change_role
from app.accounts.services import invite as inviting
from app.core import i18n
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.core.i18n import N_, localized
from app.partners import queries as partners
from app.programmes import queries as programmes
from app.web.access import me, require_role
from app.web.errors import words
from app.web.manager import bp
from app.web.manager.forms import GrantForm, InviteForm
from app.web.staff.forms import identifier


def _scopes() -> dict[str, dict[uuid.UUID, str]]:
    return {
        "call": {call.id: localized(call.title) for call in programmes.calls()},
        "site": {site.id: localized(site.name) for site in programmes.sites()},
    }


def _fill(form: Any) -> Any:
    scopes = _scopes()
    roles = {role.value: _(label) for role, label in NAMES.items() if role not in (Role.APPLICANT, Role.PARTNER)}
    form.role.choices = {"": _("Choose")} | roles
    form.call.choices = {"": _("All calls")} | {str(key): name for key, name in scopes["call"].items()}
    form.site.choices = {"": _("All sites")} | {str(key): name for key, name in scopes["site"].items()}
    if "language" in form:
        form.language.choices = dict(i18n.NAMES)
    return form


def _wanted(form: Any) -> dict[str, Any]:
    if not form.role.data:
        raise InvalidInput(N_("Choose a role."), field="role")
    return {
        "role": Role(form.role.data),
        "call_id": identifier(form.call.data),
        "site_id": identifier(form.site.data),
    }


def _names() -> dict[uuid.UUID, str]:
    """Of calls, sites and partner organisations."""
    return {key: name for part in _scopes().values() for key, name in part.items()} | partners.names()


@bp.route("/admin/people", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def people() -> ResponseReturnValue:
    form = _fill(InviteForm.from_request())
    if form.submitted_and_valid():
        try:
            with transaction():
                inviting.invite(actor=me(), email=form.email.data, language=form.language.data, **_wanted(form))
            flash(_("The invitation is on its way. It is valid for 7 days."))
            return redirect(url_for(".people"), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    shown = {"page": queries.team(cursor=request.args.get("cursor")), "invitations": queries.open_invitations()}
    page = render_template("manager/people.html", form=form, names=_names(), now=utcnow(), **shown)
    return page, 422 if form.problems() else 200


@bp.post("/admin/invitations/<uuid:invitation_id>/revoke")
@require_role(Role.ADMIN)
def people_revoke(invitation_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        inviting.revoke(invitation_id=invitation_id, actor=me())
    flash(_("The invitation can no longer be used."))
    return redirect(url_for(".people"), 303)


def _person_page(person_id: uuid.UUID, form: GrantForm, problem: str = "") -> str:
    problems = form.problems() + ([("", problem)] if problem else [])
    return render_template(
        "manager/person.html", person=queries.get(person_id), names=_names(), form=form, problems=problems
    )


@bp.route("/admin/people/<uuid:person_id>", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    form = _fill(GrantForm.from_request())
    if form.submitted_and_valid():
        try:
            with transaction():
                change_role.add(actor=me(), person_id=person_id, **_wanted(form))
            flash(_("The role is given. The person signs in again."))
            return redirect(url_for(".person", person_id=person_id), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    return _person_page(person_id, form), 422 if form.problems() else 200


@bp.post("/admin/people/<uuid:person_id>/<any(lock, unlock, remove):act>")
@require_role(Role.ADMIN)
def person_act(person_id: uuid.UUID, act: str) -> ResponseReturnValue:
    """Lock, unlock, or take a role away; every session of the person ends."""
    grant_id = identifier(request.form.get("grant"))
    if act == "remove" and grant_id not in {grant.id for grant in queries.get(person_id).grants}:
        raise NotFound
    try:
        with transaction():
            if grant_id and act == "remove":
                change_role.remove(actor=me(), grant_id=grant_id)
            else:
                change_role.set_active(actor=me(), person_id=person_id, active=act == "unlock")
    except Conflict as error:
        return _person_page(person_id, _fill(GrantForm()), words(error)), 422
    flash(_("The account is changed."))
    return redirect(url_for(".person", person_id=person_id), 303)
