"""Partner organisations: their programmes, and who reads for them."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional, Regexp

from app.accounts.roles import Role
from app.accounts.services import change_role
from app.accounts.services import invite as inviting
from app.core import i18n
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.core.i18n import N_, localized
from app.partners import queries
from app.partners.models import Partner
from app.partners.services.edit_partner import create_partner, edit_partner
from app.programmes import queries as programmes
from app.web.access import me, require_role
from app.web.forms import BaseForm, Needed, address_field
from app.web.manager import bp
from app.web.manager.forms import KEY, KEY_LABEL
from app.web.staff.checks import CHOICE, AtMost, Check
from app.web.staff.forms import identifier


class PartnerForm(BaseForm):
    key = StringField(KEY_LABEL, KEY)
    name = StringField(N_("Name of the organisation"), [Needed(N_("Write the name of the organisation.")), AtMost(200)])
    website = StringField(
        N_("Website"),
        [
            Optional(),
            AtMost(300),
            Check(Regexp(r"^https?://[^\s/]+\S*$"), N_("Write an address like https://exemple.ma.")),
        ],
    )
    programmes = SelectMultipleField(N_("Programmes it carries with the network"), invalid_choice_message=CHOICE)


class PersonForm(BaseForm):
    email = address_field()
    language = SelectField(N_("Language of the mail"), invalid_choice_message=CHOICE)


def _form(partner: Partner | None = None) -> PartnerForm:
    carried = [one.key for one in queries.programmes_of([partner.id])[partner.id]] if partner else []
    form = PartnerForm.from_request(obj=partner, data={"programmes": carried})
    form.programmes.choices = {one.key: localized(one.name) for one in programmes.programmes(published_only=False)}
    return form


def _values(form: PartnerForm) -> dict[str, Any]:
    return {
        "name": form.name.data or "", "website": form.website.data or "", "programmes": form.programmes.data or [],
    }  # fmt: skip


@bp.get("/admin/partners")
@require_role(Role.ADMIN)
def partners() -> ResponseReturnValue:
    listed = queries.partners()
    return render_template(
        "manager/partners.html",
        partners=listed,
        programmes=queries.programmes_of([one.id for one in listed]),
        people=queries.counts_of_people(),
    )


@bp.route("/admin/partners/new", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def partner_new() -> ResponseReturnValue:
    form = _form()
    if form.submitted_and_valid():
        try:
            with transaction():
                made = create_partner(actor=me(), key=form.key.data or "", **_values(form))
            flash(_("The partner is created. Invite its people here."))
            return redirect(url_for(".partner", key=made.key), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    shown = {"title": _("New partner"), "back": url_for(".partners"), "button": _("Create the partner")}
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200


@bp.route("/admin/partners/<key>", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def partner(key: str) -> ResponseReturnValue:
    form = _form(queries.partner(key))
    del form.key
    if form.submitted_and_valid():
        try:
            with transaction():
                edit_partner(actor=me(), key=key, **_values(form))
            flash(_("The partner is saved."))
            return redirect(url_for(".partner", key=key), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    return _page(key, form, _person_form(None))


def _person_form(formdata: Any) -> PersonForm:
    form = PersonForm(formdata, prefix="person-")
    form.language.choices = dict(i18n.NAMES)
    return form


@bp.post("/admin/partners/<key>/people")
@require_role(Role.ADMIN)
def partner_invite(key: str) -> ResponseReturnValue:
    found, form = queries.partner(key), _person_form(request.form)
    if form.validate():
        try:
            with transaction():
                inviting.invite(
                    actor=me(), email=form.email.data or "", language=form.language.data, role=Role.PARTNER,
                    partner_id=found.id,
                )  # fmt: skip
            flash(_("The invitation is on its way. It is valid for 7 days."))
            return redirect(url_for(".partner", key=key), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    shown = _form(found)
    shown.process(obj=found, data={"programmes": [one.key for one in queries.programmes_of([found.id])[found.id]]})
    del shown.key
    return _page(key, shown, form)


@bp.post("/admin/partners/<key>/people/remove")
@require_role(Role.ADMIN)
def partner_remove(key: str) -> ResponseReturnValue:
    """Take somebody's role away, or an invitation back."""
    found = queries.partner(key)
    grant_id, invitation_id = identifier(request.form.get("grant")), identifier(request.form.get("invitation"))
    with transaction():
        if grant_id in {row.grant_id for row in queries.people(found.id)}:
            change_role.remove(actor=me(), grant_id=_known(grant_id))
        elif invitation_id in {row.id for row in queries.invitations(found.id)}:
            inviting.revoke(actor=me(), invitation_id=_known(invitation_id))
        else:
            raise NotFound
    flash(_("The access is taken away."))
    return redirect(url_for(".partner", key=key), 303)


def _known(value: uuid.UUID | None) -> uuid.UUID:
    if value is None:
        raise NotFound
    return value


def _page(key: str, form: PartnerForm, person: PersonForm) -> ResponseReturnValue:
    found = queries.partner(key)
    problems = form.problems() + person.problems()
    page = render_template(
        "manager/partner.html",
        partner=found,
        form=form,
        person_form=person,
        problems=problems,
        people=queries.people(found.id),
        invitations=queries.invitations(found.id),
        now=utcnow(),
    )
    return page, 422 if problems else 200
