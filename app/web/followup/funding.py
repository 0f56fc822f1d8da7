"""Rounds, loans and grants: noted and corrected in two steps, removed with a reason."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.db import transaction
from app.core.errors import Conflict, DomainError, InvalidInput
from app.core.i18n import number
from app.files.services.store import discarded_on_fault
from app.outcomes import amounts, queries
from app.outcomes.models import Funding
from app.outcomes.services.note_funding import (
    Received,
    check_received,
    correct_funding,
    need,
    note_funding,
    remove_funding,
)
from app.reviews.scope import followed
from app.startups.models import Startup
from app.web.access import me, require_role
from app.web.errors import words
from app.web.followup import TEAM, bp
from app.web.followup.figures import evidence, typed
from app.web.followup.forms import FundingForm, ReasonForm
from app.web.followup.words import source_words


@bp.route("/team/startups/<uuid:startup_id>/funding/new", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def funding_new(startup_id: uuid.UUID) -> ResponseReturnValue:
    startup = queries.startup(startup_id, followed(me()))
    form = FundingForm.from_request(data={"currency": "MAD"})
    form.offer()
    return _steps(startup, form, None)


@bp.route("/team/startups/<uuid:startup_id>/funding/<uuid:funding_id>", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def funding(startup_id: uuid.UUID, funding_id: uuid.UUID) -> ResponseReturnValue:
    startup = queries.startup(startup_id, followed(me()))
    row = queries.funding(startup_id, funding_id)
    form = FundingForm.from_request(data=_shown(row))
    form.offer()
    return _steps(startup, form, row)


def _shown(row: Funding) -> dict[str, Any]:
    """A funding as it would be typed again."""
    foreign = row.currency != "MAD"
    return {
        "kind": row.kind.value, "received_on": row.received_on, "from_whom": row.from_whom, "currency": row.currency,
        "value": number(row.foreign_amount if foreign and row.foreign_amount else row.amount),
        "rate": number(row.rate_micro / amounts.MICRO) if row.rate_micro else "", "source": source_words(row.source),
    }  # fmt: skip


def _steps(startup: Startup, form: FundingForm, row: Funding | None) -> ResponseReturnValue:
    if form.submitted_and_valid() and request.form.get("step") != "change":
        try:
            received, told = form.received()
            check_received(received)
            if row is not None:
                need(form.reason.data or "")
            if request.form.get("step") != "save":
                return _confirm(startup, form, row, received, told)
            return _save(startup, form, row, received, told)
        except (InvalidInput, Conflict) as error:
            form.add_error(error)
    shown = render_template("followup/funding.html", startup=startup, form=form, row=row)
    return shown, 422 if form.problems() else 200


def _confirm(
    startup: Startup, form: FundingForm, row: Funding | None, received: Received, told: str, problem: str = ""
) -> ResponseReturnValue:
    shown = render_template(
        "followup/funding_confirm.html",
        startup=startup, form=form, row=row, received=received, told=told, problem=problem,
        typed=typed(form),
    )  # fmt: skip
    return shown, 422 if problem else 200


def _save(
    startup: Startup, form: FundingForm, row: Funding | None, received: Received, told: str
) -> ResponseReturnValue:
    try:
        kept = evidence()
    except InvalidInput as error:
        return _confirm(startup, form, row, received, told, words(error))
    told_about: dict[str, Any] = {"actor": me(), "within": followed(me()), "received": received, "evidence": kept}
    with discarded_on_fault(kept), transaction():
        if row is None:
            note_funding(startup_id=startup.id, funding_id=form.made_id(), **told_about)
        else:
            correct_funding(funding_id=row.id, reason=form.reason.data or "", **told_about)
    flash(_("It is noted. Somebody else has to verify it."))
    return redirect(url_for(".startup", startup_id=startup.id), 303)


@bp.route("/team/startups/<uuid:startup_id>/funding/<uuid:funding_id>/remove", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def funding_remove(startup_id: uuid.UUID, funding_id: uuid.UUID) -> ResponseReturnValue:
    startup = queries.startup(startup_id, followed(me()))
    row = queries.funding(startup_id, funding_id)
    form = ReasonForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                remove_funding(funding_id=row.id, actor=me(), within=followed(me()), reason=form.reason.data or "")
            flash(_("It is removed and no longer counts. The line stays in the list."))
            return redirect(url_for(".startup", startup_id=startup.id), 303)
        except DomainError as error:
            form.add_error(error)
    shown = render_template("followup/funding_remove.html", startup=startup, row=row, form=form)
    return shown, 422 if form.problems() else 200
