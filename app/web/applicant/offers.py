"""The answer to an offer: confirm, or decline on a page of its own."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.applications import queries, visibility
from app.core.db import transaction
from app.decisions import queries as decisions
from app.decisions.services.answer_offer import confirm_offer, decline_offer
from app.web.access import me, signed_in
from app.web.applicant import bp


@bp.post("/applications/<uuid:application_id>/offer/confirm")
@signed_in
def confirm(application_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        confirm_offer(application_id=application_id, actor=me())
    flash(_("Your place is confirmed."))
    return redirect(url_for(".task_list", application_id=application_id), 303)


@bp.get("/applications/<uuid:application_id>/offer/decline")
@signed_in
def ask_decline(application_id: uuid.UUID) -> ResponseReturnValue:
    application, _membership = queries.for_member(application_id, me().id)
    offer = decisions.live_offer(application.id) if visibility.view(application).awaits_applicant else None
    if offer is None:
        return redirect(url_for(".task_list", application_id=application.id), 303)
    return render_template("applicant/decline.html", application=application, offer=offer)


@bp.post("/applications/<uuid:application_id>/offer/decline")
@signed_in
def decline(application_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        decline_offer(application_id=application_id, actor=me())
    flash(_("You declined the place. It is free for others."))
    return redirect(url_for(".task_list", application_id=application_id), 303)
