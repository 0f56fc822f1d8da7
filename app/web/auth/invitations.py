"""Links that let somebody in: to the team, or to a startup."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.services import invite
from app.core.db import transaction
from app.startups import policy
from app.startups.services import invite_member
from app.web.access import is_signed_in, me, public, signed_in
from app.web.auth import bp
from app.web.auth.invited import note_invited


def _remember(address: str) -> None:
    """Where to come back to, and which address was read in the mailbox: a sign-up with it needs no other proof."""
    session["next"] = request.path
    note_invited(address)


@bp.get("/invitation/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    found = invite.find(token)
    _remember(found.email)
    mine = is_signed_in() and me().email == found.email
    return render_template("auth/invitation.html", invitation=found, signed_in=is_signed_in(), mine=mine)


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
    found = invite_member.find(token)
    _remember(found.email)
    mine = is_signed_in() and policy.is_invited(me(), found)
    return render_template("auth/join.html", invitation=found, signed_in=is_signed_in(), mine=mine)


@bp.post("/join/<token>")
@signed_in
def accept_join(token: str) -> ResponseReturnValue:
    with transaction():
        startup = invite_member.accept(token=token, actor=me())
    session.pop("next", None)
    flash(_("You are now a member of %(name)s.", name=startup.name))
    return redirect(url_for("applicant.dashboard"), 303)
