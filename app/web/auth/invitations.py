"""Links that let somebody in: to the team, or to a startup."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.services import invite
from app.core.db import transaction
from app.startups.services import invite_member
from app.web.access import is_signed_in, me, public, signed_in
from app.web.auth import bp


def _remember() -> None:
    session["next"] = request.path


@bp.get("/invitation/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    _remember()
    return render_template("auth/invitation.html", invitation=invite.find(token), signed_in=is_signed_in())


@bp.post("/invitation/<token>")
@signed_in
def accept_invitation(token: str) -> ResponseReturnValue:
    with transaction():
        invite.accept(token=token, person=me())
    session.pop("next", None)
    flash(_("Your access is ready."))
    return redirect(url_for(".welcome"), 303)


@bp.get("/join/<token>")
@public
def join(token: str) -> ResponseReturnValue:
    _remember()
    return render_template("auth/join.html", invitation=invite_member.find(token), signed_in=is_signed_in())


@bp.post("/join/<token>")
@signed_in
def accept_join(token: str) -> ResponseReturnValue:
    with transaction():
        startup = invite_member.accept(token=token, actor=me())
    session.pop("next", None)
    flash(_("You are now a member of %(name)s.", name=startup.name))
    return redirect(url_for("applicant.dashboard"), 303)
