"""One's own account: where one lands, name and language, sessions."""

from flask import flash, get_flashed_messages, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import logout_user
from wtforms import SelectField

from app.accounts import queries
from app.accounts.services import change_role, edit_account
from app.core import i18n
from app.core.db import transaction
from app.core.i18n import N_
from app.web.access import is_signed_in, me, public, signed_in
from app.web.auth import bp
from app.web.forms import BaseForm, choices, name_field
from app.web.navigation import home_of


class AccountForm(BaseForm):
    full_name = name_field(N_("Your name"))
    language = SelectField(N_("Language of your mails"), choices=choices(list(i18n.NAMES.items())))


@bp.get("/welcome")
@public
def welcome() -> ResponseReturnValue:
    """After signing in: back to where it was needed, else to one's first page."""
    if not is_signed_in():
        return redirect(url_for("security.login"), 303)
    target = session.pop("next", None)
    if target and target.startswith("/") and not target.startswith("//"):
        return redirect(target, 303)
    return redirect(url_for(home_of(me())), 303)


@bp.get("/check-mail")
@public
def check_mail() -> ResponseReturnValue:
    if is_signed_in():  # by an invitation: there is no mail to wait for
        get_flashed_messages()
        return redirect(url_for(".welcome"), 303)
    return render_template("auth/check_mail.html")


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    form = AccountForm.from_request(obj=me())
    if form.submitted_and_valid():
        with transaction():
            edit_account.edit_account(actor=me(), full_name=form.full_name.data or "", language=form.language.data)
        flash(_("Your account is saved."))
        return redirect(url_for(".account", lang=form.language.data), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("auth/account.html", form=form), status


@bp.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    with transaction():
        change_role.end_sessions(queries.get(me().id))
    logout_user()
    flash(_("You are signed out on every device."))
    return redirect(url_for("security.login"), 303)
