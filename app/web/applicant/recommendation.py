"""Where do you fit? Conditions first, then programmes and cities with reasons, then up to three choices."""

import uuid
from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import BooleanField, SelectField

from app.applications import policy, queries
from app.applications.models import Application
from app.applications.services.choose import choose
from app.core.db import transaction
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.matching import explain, feedback
from app.programmes.models import Opening
from app.web.access import me, signed_in
from app.web.applicant import bp
from app.web.applicant.feedback import FeedbackForm, may_tell
from app.web.applicant.fit_page import fit_page
from app.web.forms import BaseForm, choices
from app.web.public.moments import place_label

NEEDED = ("sector", "stage", "pitch", "problem", "solution", "needs")


class ChoiceForm(BaseForm):
    choice_1 = SelectField(N_("First choice"), validate_choice=False)
    choice_2 = SelectField(N_("Second choice"), validate_choice=False)
    choice_3 = SelectField(N_("Third choice"), validate_choice=False)
    team_chooses = BooleanField(N_("Let the team choose for me"))

    def offer(self, openings: Sequence[tuple[str, str]]) -> None:
        for field in (self.choice_1, self.choice_2, self.choice_3):
            field.choices = choices(openings, blank=_("No choice"))

    def chosen(self) -> list[uuid.UUID]:
        found = []
        for field in (self.choice_1, self.choice_2, self.choice_3):
            try:
                found += [uuid.UUID(field.data)] if field.data else []
            except ValueError as error:
                raise InvalidInput(N_("Choose among the places of this call."), field=field.name) from error
        if found and self.team_chooses.data:
            raise InvalidInput(
                N_("Choose one or the other: keep your choices, or let the team choose and empty them."),
                field="team_chooses",
            )
        if not found and not self.team_chooses.data:
            raise InvalidInput(N_("Choose at least one programme, or let the team choose."), field="choice_1")
        return found


@bp.route("/applications/<uuid:application_id>/fit", methods=["GET", "POST"])
@signed_in
def recommendation(application_id: uuid.UUID) -> ResponseReturnValue:
    form = ChoiceForm.from_request()
    if form.submitted_and_valid() and _chosen(application_id, form):
        return redirect(url_for(".task_list", application_id=application_id), 303)
    application, membership = queries.for_member(application_id, me().id)
    wished = queries.openings_with_wishes(application.call_id, application.id)
    openings = [opening for opening, _rank in wished]
    if request.method == "GET":
        form = _form(application, wished)
    places = [(str(opening.id), place_label(opening)) for opening in openings]
    form.offer(places)
    answers = queries.answers(application.id)
    page = fit_page(application, answers, openings)
    remark = feedback.of_person(application.id, me().id) if application.submitted_at else None
    return render_template(
        "applicant/fit.html",
        application=application, page=page, form=form, disclaimer=explain.disclaimer(),
        enough=any(answers.get(key) for key in NEEDED), openings=openings,
        may_choose=policy.can_edit(membership, application),
        wishes=sorted((rank_, opening) for opening, rank_ in wished if rank_),
        places=places, remark=remark,
        remark_form=FeedbackForm.about(remark, places), may_tell=may_tell(application, remark),
    ), 422 if form.errors or form.form_errors else 200  # fmt: skip


def _form(application: Application, wished: Sequence[tuple[Opening, int | None]]) -> ChoiceForm:
    stored = {f"choice_{rank_}": str(opening.id) for opening, rank_ in wished if rank_}
    return ChoiceForm(data={**stored, "team_chooses": application.team_chooses})


def _chosen(application_id: uuid.UUID, form: ChoiceForm) -> bool:
    try:
        with transaction():
            choose(
                application_id=application_id, actor=me(), openings=form.chosen(), team_chooses=form.team_chooses.data
            )
    except InvalidInput as error:
        form.add_error(error)
        return False
    return True
