"""What a startup shares with partner organisations: chosen by its owner, taken back at once."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField, SelectMultipleField

from app.cohorts import sharing as shares
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.partners import policy, queries
from app.partners.models import SUBJECTS, Subject
from app.partners.services.share import agree, take_back
from app.startups import queries as startups
from app.web.access import me, signed_in
from app.web.applicant import bp
from app.web.forms import BaseForm
from app.web.staff.forms import identifier


class ShareForm(BaseForm):
    partner = HiddenField()
    subjects = SelectMultipleField(choices=[(key.value, "") for key in Subject], validate_choice=False)

    def chosen(self) -> list[Subject]:
        return [subject for subject in Subject if subject.value in (self.subjects.data or [])]


@bp.route("/startups/<uuid:startup_id>/sharing", methods=["GET", "POST"])
@signed_in
def sharing(startup_id: uuid.UUID) -> ResponseReturnValue:
    """A member reads; the owner decides. Nothing is shared by default."""
    _require_member(startup_id)
    form = ShareForm.from_request()
    if form.submitted_and_valid():
        try:
            partner_id = _partner(startup_id, form.partner.data)
            with transaction():
                agree(actor=me(), startup_id=startup_id, partner_id=partner_id, subjects=form.chosen())
            flash(_("Saved. You can take it back at any time."))
            return redirect(url_for(".sharing", startup_id=startup_id), 303)
        except (InvalidInput, Conflict) as error:
            form.add_error(error)
    return _page(startup_id, form)


@bp.post("/startups/<uuid:startup_id>/sharing/<uuid:partner_id>/take-back")
@signed_in
def sharing_take_back(startup_id: uuid.UUID, partner_id: uuid.UUID) -> ResponseReturnValue:
    with transaction():
        take_back(actor=me(), startup_id=startup_id, partner_id=partner_id)
    flash(_("Taken back. The partner no longer sees anything of you."))
    return redirect(url_for(".sharing", startup_id=startup_id), 303)


def _require_member(startup_id: uuid.UUID) -> None:
    if startups.membership(startup_id, me().id) is None:
        raise NotFound


def _partner(startup_id: uuid.UUID, typed: str | None) -> uuid.UUID:
    """The partner that was posted; NotFound unless it carries a programme the startup takes part in."""
    wanted = identifier(typed)
    if wanted not in {partner.id for partner, programmes, _now in shares.choices(startup_id) if programmes}:
        raise NotFound
    return wanted


def _page(startup_id: uuid.UUID, form: ShareForm) -> ResponseReturnValue:
    refused = form.partner.data if form.problems() else None
    problems = [(f"subjects-{refused}" if name else "", words) for name, words in form.problems()]
    page = render_template(
        "applicant/sharing.html",
        startup=startups.get(startup_id),
        choices=shares.choices(startup_id),
        history=queries.history(startup_id),
        may_share=policy.can_share(startups.membership(startup_id, me().id)),
        SUBJECTS=SUBJECTS,
        form=form,
        refused=identifier(request.form.get("partner")) if problems else None,
        problems=problems,
    )
    return page, 422 if problems else 200
