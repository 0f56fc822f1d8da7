"""Tell us we are wrong: what a member of the startup says of the card, and what the team answered."""

import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectField, TextAreaField

from app.applications import queries
from app.applications.models import Application
from app.applications.states import Stage
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import N_
from app.matching import feedback as remarks
from app.matching.models import Feedback
from app.matching.services.record_feedback import record_feedback
from app.programmes import queries as programmes
from app.web.access import me, signed_in
from app.web.applicant import bp
from app.web.forms import BaseForm, choices
from app.web.public.moments import place_label


class FeedbackForm(BaseForm):
    opening = SelectField(N_("The place you think is right"), validate_choice=False)
    text = TextAreaField(N_("What is wrong, and why?"))

    @classmethod
    def about(cls, said: Feedback | None, places: Sequence[tuple[str, str]]) -> "FeedbackForm":
        """Filled with what was said so far."""
        form = cls(data={"text": said.text, "opening": str(said.opening_id or "")} if said else None)
        form.offer(places)
        return form

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        self.opening.choices = choices(places, blank=_("No place in particular"))

    def place(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.opening.data) if self.opening.data else None
        except ValueError as error:
            raise InvalidInput(N_("Choose among the places of this call."), field="opening") from error


def may_tell(application: Application, said: Feedback | None) -> bool:
    """From the moment the card is kept until the team has answered."""
    sent = application.submitted_at is not None and application.stage is not Stage.WITHDRAWN
    return sent and (said is None or said.handled_at is None)


@bp.route("/applications/<uuid:application_id>/fit/feedback", methods=["GET", "POST"])
@signed_in
def feedback(application_id: uuid.UUID) -> ResponseReturnValue:
    form = FeedbackForm.from_request()
    if form.submitted_and_valid():
        try:
            with transaction():
                record_feedback(
                    application_id=application_id, actor=me(), text=form.text.data or "", opening_id=form.place()
                )
        except (Conflict, InvalidInput) as error:
            form.add_error(error)
        else:
            flash(_("Thank you. The team reads it and answers here."))
            return redirect(url_for(".recommendation", application_id=application_id, _anchor="wrong"), 303)
    return _page(application_id, form, filled=request.method == "POST")


def _page(application_id: uuid.UUID, form: FeedbackForm, *, filled: bool) -> ResponseReturnValue:
    application, _membership = queries.for_member(application_id, me().id)
    said = remarks.of_person(application.id, me().id)
    places = [(str(one.id), place_label(one)) for one in programmes.openings(application.call_id)]
    if filled:
        form.offer(places)
    else:
        form = FeedbackForm.about(said, places)
    return render_template(
        "applicant/feedback.html",
        application=application, remark=said, remark_form=form, may_tell=may_tell(application, said),
    ), 422 if form.problems() else 200  # fmt: skip
