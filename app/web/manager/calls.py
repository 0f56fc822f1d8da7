"""Calls: create, change, openings and seats; open, extend, close, archive."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import Conflict, DomainError, InvalidInput
from app.core.i18n import N_
from app.core.typed import read_whole
from app.programmes import queries
from app.programmes.models import Call
from app.programmes.services import close_call, edit_call, extend_call, open_call
from app.programmes.states import LIFECYCLE, CallState
from app.questionnaires import queries as questionnaires
from app.questionnaires.services import publish_version
from app.reviews import queries as reviews
from app.reviews.services import version_rubric
from app.web.access import me, require_role
from app.web.errors import words
from app.web.manager import bp
from app.web.manager.forms import CallForm, DayField, MomentField
from app.web.manager.words import CALL_STATES
from app.web.staff.forms import identifier


@bp.get("/admin/calls")
@require_role(Role.ADMIN)
def calls() -> ResponseReturnValue:
    return render_template("manager/calls.html", calls=queries.calls(), states=CALL_STATES)


@bp.route("/admin/calls/new", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def call_new() -> ResponseReturnValue:
    form = CallForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                _set_up(edit_call.create_call(actor=me(), key=form.key.data or "", values=form.data))
            flash(_("The call is created as a draft. Add its openings, then open it."))
            return redirect(url_for(".call", key=form.key.data), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    shown = {"title": _("New call"), "back": url_for(".calls"), "button": _("Create the call")}
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200


def _set_up(call: Call) -> None:
    """A new call uses the latest form and rubric."""
    if version := questionnaires.latest_published():
        publish_version.use_for_call(call.id, version)
    if rubric := reviews.latest_rubric():
        version_rubric.use_for_call(call.id, rubric)


@bp.get("/admin/calls/<key>")
@require_role(Role.ADMIN)
def call(key: str) -> ResponseReturnValue:
    return _page(key)


def _page(key: str, error: DomainError | None = None) -> str:
    found = queries.call_by_key(key)
    return render_template(
        "manager/call.html",
        call=found,
        states=CALL_STATES,
        allows=lambda name: LIFECYCLE.allows(found.state, name),
        programmes=queries.programmes(published_only=False),
        sites=queries.sites(),
        typed=request.form,
        problems=[({"closes_at": "until"}.get(error.field or "", error.field or ""), words(error))] if error else [],
    )


@bp.route("/admin/calls/<key>/texts", methods=["GET", "POST"])
@require_role(Role.ADMIN)
def call_edit(key: str) -> ResponseReturnValue:
    found = queries.call_by_key(key)
    form = CallForm.from_request(obj=found)
    del form.key
    if found.state is not CallState.DRAFT:
        del form.opens_at, form.closes_at
    if form.submitted_and_valid():
        try:
            with transaction():
                edit_call.edit_call(actor=me(), call_id=found.id, values=form.data)
            flash(_("The call is saved."))
            return redirect(url_for(".call", key=key), 303)
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
    shown = {
        "title": _("Texts and dates"),
        "back": url_for(".call", key=key),
        "button": _("Save the call"),
        "row": found,
    }
    return render_template("manager/edit.html", form=form, **shown), 422 if form.problems() else 200


@bp.post("/admin/calls/<key>/<any(open, close, extend, archive, opening, seats):act>")
@require_role(Role.ADMIN)
def call_act(key: str, act: str) -> ResponseReturnValue:
    """One act on a call; a refusal is shown on the page with what was typed."""
    call_id = queries.call_by_key(key).id
    try:
        with transaction():
            ACTS[act](me(), call_id)
    except (Conflict, InvalidInput) as error:
        return _page(key, error), 422
    flash(_(DONE[act]))
    return redirect(url_for(".call", key=key), 303)


def _reason() -> str:
    reason = request.form.get("reason", "").strip()
    if not reason:
        raise InvalidInput(N_("Write why, in a sentence."), field="reason")
    return reason


def _open(actor: Person, call_id: uuid.UUID) -> None:
    open_call.open_call(actor=actor, call_id=call_id)


def _close(actor: Person, call_id: uuid.UUID) -> None:
    close_call.close_call(actor=actor, call_id=call_id, reason=_reason())


def _archive(actor: Person, call_id: uuid.UUID) -> None:
    close_call.archive_call(actor=actor, call_id=call_id)


def _extend(actor: Person, call_id: uuid.UUID) -> None:
    moment = MomentField.read(request.form.get("until", ""))
    if moment is None:
        raise InvalidInput(N_("Write date and time like 31/12/2026 23:59."), field="until")
    extend_call.extend_call(actor=actor, call_id=call_id, closes_at=moment, reason=_reason())


def _seats_typed() -> int:
    seats = read_whole(request.form.get("seats", ""), most=10_000)
    if seats is None:
        raise InvalidInput(N_("Write a whole number of seats."), field="seats")
    return seats


def _opening(actor: Person, call_id: uuid.UUID) -> None:
    programme, site = identifier(request.form.get("programme")), identifier(request.form.get("site"))
    if programme is None or site is None:
        raise InvalidInput(N_("Choose a programme and a site."), field="programme")
    edit_call.add_opening(
        actor=actor, call_id=call_id, programme_id=programme, site_id=site, seats=_seats_typed(),
        starts_on=DayField.read(request.form.get("starts_on", "")), position=len(queries.openings(call_id)),
    )  # fmt: skip


def _seats(actor: Person, call_id: uuid.UUID) -> None:
    opening_id = identifier(request.form.get("opening"))
    if opening_id not in {opening.id for opening in queries.openings(call_id)}:
        raise InvalidInput(N_("Choose among the places of this call."), field="seats")
    edit_call.change_seats(actor=actor, opening_id=opening_id, seats=_seats_typed())


ACTS = {
    "open": _open, "close": _close, "extend": _extend, "archive": _archive, "opening": _opening, "seats": _seats,
}  # fmt: skip
DONE = {
    "open": N_("The call is open."),
    "close": N_("The call is closed."),
    "extend": N_("The closing date is changed."),
    "archive": N_("The call is archived."),
    "opening": N_("The opening is added."),
    "seats": N_("The number of seats is changed."),
}
