"""A page of a return as view data: figures with last time's value beside them, and plain questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.accounts import queries as accounts
from app.applications.services.save_answers import mark
from app.core.i18n import localized
from app.outcomes import answers as reading
from app.outcomes import outliers, periods
from app.outcomes.earlier import Beside, Known
from app.outcomes.services.save_return import Saved
from app.questionnaires.definition import FormDefinition, PageSpec, QuestionSpec
from app.web.applicant import fields
from app.web.applicant.fields import SEEN, Condition, FieldView
from app.web.errors import words

Form = MultiDict[str, str] | None


@dataclass(slots=True)
class FigureView:
    """A number to type, or one of two boxes to tick: the same as last time, or not available."""

    key: str
    kind: str
    label: str
    hint: str
    typed: str
    same: bool
    not_available: bool
    last: str
    seen: str
    read: str = ""
    error: str = ""
    clash: str = ""
    condition: Condition | None = None

    @property
    def anchor(self) -> str:
        return self.key


View = FigureView | FieldView


def build(
    definition: FormDefinition, page: PageSpec, answers: Mapping[str, Any], beside: Beside, *,
    form: Form = None, saved: Saved | None = None,
) -> list[View]:  # fmt: skip
    """The fields of a page from what is kept, or from what was typed if it could not be saved."""
    plain = tuple(question for question in page.questions if not reading.is_figure(question))
    views: dict[str, View] = {
        view.key: view
        for view in fields.build(definition, replace(page, questions=plain), answers, form=form, saved=cast(Any, saved))
    }
    people = accounts.names([clash.by for clash in saved.clashes.values()]) if saved else {}
    for question in page.questions:
        if reading.is_figure(question):
            view = _figure(definition, question, answers.get(question.key), beside, form)
            _judge(view, question, saved, people)
            views[question.key] = view
    return [views[question.key] for question in page.questions if question.key in views]


def _figure(definition: FormDefinition, question: QuestionSpec, kept: Any, beside: Beside, form: Form) -> FigureView:
    measure = reading.measure_of(question.key)
    before = beside.offered.get(measure) if measure else None
    on_page = form is not None and SEEN + question.key in form
    shown = (
        reading.keep(question, form.getlist(question.key), before.value if before else None)
        if form is not None and on_page
        else kept
    )
    parent = definition.questions[question.show_if["question"]] if question.show_if else None
    return FigureView(
        key=question.key, kind=question.kind, label=localized(question.label), hint=localized(question.hint),
        typed=(shown or {}).get("typed", ""), same="same" in (shown or {}), not_available=bool((shown or {}).get("na")),
        last=_offer(before, before.measure in beside.noted) if before else "",
        seen=form[SEEN + question.key] if form is not None and on_page else mark(kept),
        read=reading.understood(question, kept),
        condition=Condition(parent.key, localized(parent.label), " ".join((question.show_if or {})["in"]))
        if parent
        else None,
    )  # fmt: skip


def _offer(known: Known, noted: bool) -> str:
    """What the box to tick says: noted by the team for these very days, or of the period before."""
    value = outliers.shown(known.measure, known.value)
    if noted:
        return str(_("As the team noted: %(value)s", value=value))
    period = periods.label(known.starts_on, known.ends_on)
    return str(_("Same as last time (%(period)s): %(value)s", period=period, value=value))


def in_period(definition: FormDefinition, views: Sequence[View], ends_on: date) -> None:
    """The day of a round, a loan or a grant has to be told, and lies in the period."""
    days = {f"{asked}_on" for asked, _kind in reading.groups(definition)}
    for view in views:
        if isinstance(view, FieldView) and view.key in days:
            view.required, view.example = True, ends_on.strftime("%d/%m/%Y")


def _judge(view: FigureView, question: QuestionSpec, saved: Saved | None, people: Mapping[Any, str]) -> None:
    if saved is None:
        return
    if question.key in saved.errors:
        view.error, view.read = words(saved.errors[question.key]), ""
    if clash := saved.clashes.get(question.key):
        view.read = ""
        view.clash = fields.clash_words(clash, people.get(clash.by, ""), reading.shown(question, clash.stored))
    view.seen = saved.marks[question.key]


def problems(views: Sequence[View]) -> list[tuple[str, str]]:
    """(control, sentence) of every error and clash, in the order of the page."""
    return [
        (view.anchor, _("%(question)s – %(problem)s", question=view.label, problem=view.clash or view.error))
        for view in views
        if view.clash or view.error
    ]


def told(definition: FormDefinition, saved: Saved) -> dict[str, Any]:
    """What the autosave script shows: marks, errors, clashes, and how each figure was read."""
    questions = {key: definition.questions[key] for key in saved.marks}
    people = accounts.names([clash.by for clash in saved.clashes.values()])
    clashes = {
        key: fields.clash_words(clash, people.get(clash.by, ""), reading.shown(questions[key], clash.stored))
        for key, clash in saved.clashes.items()
    }
    return {
        "marks": saved.marks,
        "errors": {key: words(error) for key, error in saved.errors.items()},
        "warnings": {},
        "clashes": clashes,
        "read": {
            key: text
            for key, question in questions.items()
            if key not in clashes and (text := reading.understood(question, saved.answers.get(key)))
        },
        "unsaved": [*clashes, *(key for key in saved.errors if not reading.is_figure(questions[key]))],
    }
