"""A return filled in by the team, with somebody of the startup on the telephone; the source says so."""

import uuid

from flask import url_for
from flask.typing import ResponseReturnValue

from app.reviews.scope import followed
from app.web.access import me, require_role
from app.web.applicant import return_pages
from app.web.applicant.return_pages import Side
from app.web.followup import TEAM, bp

SIDE = Side(
    begin="followup.telephone", page="followup.telephone_page", autosave="followup.telephone_autosave",
    check="followup.telephone_check", reopen="followup.telephone_reopen",
    evidence="followup.telephone_evidence", evidence_file="followup.telephone_evidence_file",
    back=lambda one: url_for("followup.campaign", campaign_id=one.campaign_id), layout="layouts/workspace.html",
    within=lambda: followed(me()),
)  # fmt: skip


@bp.get("/team/returns/fill/<uuid:return_id>")
@require_role(*TEAM, limited=True)
def telephone(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.begin(SIDE, return_id)


@bp.route("/team/returns/fill/<uuid:return_id>/<page_key>", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def telephone_page(return_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    return return_pages.page(SIDE, return_id, page_key)


@bp.post("/team/returns/fill/<uuid:return_id>/autosave/<page_key>")
@require_role(*TEAM, limited=True)
def telephone_autosave(return_id: uuid.UUID, page_key: str) -> ResponseReturnValue:
    return return_pages.autosave(SIDE, return_id, page_key)


@bp.route("/team/returns/fill/<uuid:return_id>/check", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def telephone_check(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.check(SIDE, return_id)


@bp.route("/team/returns/fill/<uuid:return_id>/evidence", methods=["GET", "POST"])
@require_role(*TEAM, limited=True)
def telephone_evidence(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.evidence(SIDE, return_id)


@bp.get("/team/returns/fill/<uuid:return_id>/evidence/file")
@require_role(*TEAM, limited=True)
def telephone_evidence_file(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.evidence_file(SIDE, return_id)


@bp.post("/team/returns/fill/<uuid:return_id>/reopen")
@require_role(*TEAM, limited=True)
def telephone_reopen(return_id: uuid.UUID) -> ResponseReturnValue:
    return return_pages.reopen(SIDE, return_id)
