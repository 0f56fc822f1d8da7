"""Where do you fit? Conditions first, then programmes and cities with reasons, then up to three choices."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import BooleanField, SelectField

from app.applications import eligibility, policy, queries
from app.applications.eligibility import Check
from app.applications.models import Application
from app.applications.services.choose import choose
from app.applications.states import Stage
from app.core.clock import today, utcnow
from app.core.db import transaction
from app.core.errors import InvalidInput
from app.core.i18n import N_, localized
from app.matching import adapter, explain
from app.matching import queries as matching
from app.matching.services.recommend import Ranked, rank
from app.programmes.models import Opening
from app.web.access import me, signed_in
from app.web.applicant import bp
from app.web.forms import BaseForm, choices
from app.web.public.moments import place_name

NEEDED = ("sector", "stage", "pitch", "problem", "solution", "needs")
OTHERS = 4


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


@dataclass(frozen=True, slots=True)
class Place:
    """An opening with its advice, and the conditions that are not met there."""

    opening: Opening
    advice: explain.Advice
    against: str
    failed: Sequence[Check]
    barred: bool


@dataclass(frozen=True, slots=True)
class FitPage:
    """Everything the page shows, best first."""

    lead: Place | None
    cities: Sequence[Place]
    others: Sequence[Place]
    steps: Sequence[tuple[explain.Step, str]]
    conditions: Sequence[Check]
    model: int | None
    computed_at: datetime


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
    form.offer([(str(opening.id), place_name(opening)) for opening in openings])
    answers = queries.answers(application.id)
    page = fit_page(application, answers, openings)
    return render_template(
        "applicant/fit.html",
        application=application, page=page, form=form, disclaimer=explain.disclaimer(),
        enough=any(answers.get(key) for key in NEEDED), openings=openings,
        may_choose=policy.can_edit(membership, application),
        wishes=sorted((rank_, opening) for opening, rank_ in wished if rank_),
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


def fit_page(application: Application, answers: Mapping[str, Any], openings: Sequence[Opening]) -> FitPage:
    """Live for a draft; the card kept at sending afterwards, whatever the model is now."""
    ranked, at = _ranked(application, answers, openings)
    day = application.submitted_at.date() if application.submitted_at else today()
    checks = eligibility.check(openings, answers, day)
    by_id = {str(opening.id): opening for opening in openings}
    sites = {opening.site.key: localized(opening.site.name) for opening in openings}
    places = [_place(by_id[m.opening], m, sites, checks) for m in ranked.matches if m.opening in by_id]
    lead = next((place for place in places if not place.barred), None)
    if lead is None:
        return FitPage(None, (), (), (), (), ranked.model_number, at)
    same = lead.opening.programme_id
    steps = [(step, place_name(by_id[step.opening])) for step in lead.advice.steps if step.opening in by_id]
    return FitPage(
        lead=lead,
        cities=[place for place in places if place.opening.programme_id == same],
        others=_best_of_each([place for place in places if place.opening.programme_id != same])[:OTHERS],
        steps=steps,
        conditions=_once([one for one in checks if one.opening.id == lead.opening.id]),
        model=ranked.model_number,
        computed_at=at,
    )


def _best_of_each(places: Sequence[Place]) -> list[Place]:
    """The best city of each programme, best first."""
    found: dict[uuid.UUID, Place] = {}
    for place in places:
        found.setdefault(place.opening.programme_id, place)
    return list(found.values())


def _ranked(
    application: Application, answers: Mapping[str, Any], openings: Sequence[Opening]
) -> tuple[Ranked, datetime]:
    if application.stage is not Stage.DRAFT:
        stored = matching.of_application(application.id)
        if stored is not None:
            return Ranked(adapter.from_items(stored.items), stored.model_number), stored.computed_at
    return rank(application.id, application.language, answers, openings), utcnow()


def _place(opening: Opening, match: Any, sites: Mapping[str, str], checks: Sequence[Check]) -> Place:
    failed = [one for one in checks if one.opening.id == opening.id and one.outcome == "not_met"]
    return Place(
        opening=opening,
        advice=explain.advice(match, sites=sites),
        against=explain.main_reason(match.reasons_against, sites),
        failed=failed,
        barred=any(one.bars for one in failed),
    )


def _once(checks: Sequence[Check]) -> list[Check]:
    return list({one.sentence: one for one in checks}.values())
