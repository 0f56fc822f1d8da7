"""The yearly or half-yearly figures of a startup: filled in five minutes, checked, sent, opened again."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.db import transaction
from app.outcomes import returns as queries
from app.outcomes.services.choose_reminders import choose_reminders
from app.web.access import me, signed_in
from app.web.applicant import bp, return_pages
from app.web.applicant.return_pages import Side

SIDE = Side(
    begin="applicant.figures", page="applicant.return_page", autosave="applicant.return_autosave",
    check="applicant.return_check", reopen="applicant.return_reopen",
    evidence="applicant.return_evidence", evidence_file="applicant.return_evidence_file",
    back=lambda one: url_for("applicant.dashboard"), layout="layouts/base.html", within=lambda: None,
)  # fmt: skip


@bp.get("/returns/<uuid:return_id>")
@signed_in
def figures(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.begin(SIDE, return_id)


@bp.route("/returns/<uuid:return_id>/<page_key>", methods=["GET", "POST"])
@signed_in
def return_page(return_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    return return_pages.page(SIDE, return_id, page_key)


@bp.post("/returns/<uuid:return_id>/autosave/<page_key>")
@signed_in
def return_autosave(return_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    return return_pages.autosave(SIDE, return_id, page_key)


@bp.route("/returns/<uuid:return_id>/check", methods=["GET", "POST"])
@signed_in
def return_check(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.check(SIDE, return_id)


@bp.route("/returns/<uuid:return_id>/evidence", methods=["GET", "POST"])
@signed_in
def return_evidence(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.evidence(SIDE, return_id)


@bp.get("/returns/<uuid:return_id>/evidence/file")
@signed_in
def return_evidence_file(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.evidence_file(SIDE, return_id)


@bp.post("/returns/<uuid:return_id>/reopen")
@signed_in
def return_reopen(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.reopen(SIDE, return_id)


@bp.post("/returns/<uuid:return_id>/reminders")
@signed_in
def return_reminders(return_id: uuid.UUID) -> ResponseReturnValue:
    one, _membership = queries.for_member(return_id, me().id)
    with transaction():
        choose_reminders(startup_id=one.startup_id, actor=me(), often=request.form.get("often", ""))
    flash(_("Your choice about reminders is saved."))
    return redirect(url_for(".figures", return_id=return_id), 303)
