"""Remarks of applicants about their cards: read beside the card, answered in a sentence."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import StringField, TextAreaField

from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.matching import feedback as remarks
from app.matching.services.handle_feedback import handle_feedback
from app.web.access import me, require_role
from app.web.forms import BaseForm
from app.web.staff import TEAM, bp

SAYS = {"yes": True, "no": False}


class AnswerForm(BaseForm):
    agreed = StringField()
    answer = TextAreaField()


@bp.get("/team/feedback")
@require_role(*TEAM, limited=True)
def feedback() -> ResponseReturnValue:
    return _list()


@bp.post("/team/feedback/<uuid:feedback_id>")
@require_role(*TEAM, limited=True)
def feedback_answer(feedback_id: uuid.UUID) -> ResponseReturnValue:
    form = AnswerForm.from_request()
    try:
        with transaction():
            handle_feedback(
                feedback_id=feedback_id,
                actor=me(),
                agreed=SAYS.get(form.agreed.data or ""),
                answer=form.answer.data or "",
            )
    except (Conflict, InvalidInput) as error:
        form.add_error(error)
        return _list(form=form, about=feedback_id)
    flash(_("The answer is on the applicant’s card."))
    return redirect(url_for(".feedback"), 303)


def _list(form: AnswerForm | None = None, about: uuid.UUID | None = None) -> ResponseReturnValue:
    handled = request.args.get("show") == "answered"
    cursor = request.args.get("cursor")
    return render_template(
        "staff/feedback.html",
        page=remarks.page(me(), handled=handled, cursor=cursor),
        handled=handled,
        form=form,
        about=about,
        problems=_problems(form, about),
        cursor=cursor,
        longest=remarks.LONGEST,
        to=lambda cursor: url_for(".feedback", show="answered" if handled else None, cursor=cursor),
    ), 422 if form is not None else 200


def _problems(form: AnswerForm | None, about: uuid.UUID | None) -> list[tuple[str, Any]]:
    """Errors with the ids that the fields have in the list."""
    found = form.problems() if form is not None else []
    return [(f"{name}-{about}" if name else "", words) for name, words in found]
