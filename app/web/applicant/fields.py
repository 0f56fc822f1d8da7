"""A page of questions as view data: what stands in each box, and what is said beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.accounts import queries as accounts
from app.applications.services.save_answers import Clash, Saved, mark
from app.core import i18n
from app.core.i18n import localized
from app.questionnaires.definition import FormDefinition, PageSpec, QuestionSpec
from app.web.applicant.answers import FROM_CATALOGUE, Catalogue, read_as, shown, typed
from app.web.errors import words

SEEN = "seen-"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    hint: str
    chosen: bool
    announced: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A question asked only for some answers of another; without script it is always in view."""

    question: str
    label: str
    wanted: str


@dataclass(slots=True)
class FieldView:
    key: str
    kind: str
    label: str
    hint: str
    required: bool
    max_length: int | None
    autocomplete: str
    values: Sequence[str]
    seen: str
    options: Sequence[Option] = ()
    read: str = ""
    error: str = ""
    warning: str = ""
    clash: str = ""
    condition: Condition | None = None
    example: str = "31/12/2025"
    file: Mapping[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def second(self) -> str:
        return self.values[1] if len(self.values) > 1 else ""

    @property
    def anchor(self) -> str:
        """The id of the first control: what the error summary links to."""
        grouped = self.kind in ("choice", "multi_choice", "site_choice")
        return f"{self.key}-1" if grouped else self.key


def posted() -> tuple[dict[str, list[str]], dict[str, str]]:
    """(typed values, marks) of the questions that were on the posted page; an empty box is an empty list."""
    seen = {name.removeprefix(SEEN): value for name, value in request.form.items() if name.startswith(SEEN)}
    return {key: [value.replace("\x00", "") for value in request.form.getlist(key)] for key in seen}, seen


def build(
    definition: FormDefinition,
    page: PageSpec,
    answers: Mapping[str, Any],
    *,
    form: MultiDict[str, str] | None = None,
    saved: Saved | None = None,
) -> list[FieldView]:
    """The fields of a page from what is stored, or from what was typed if it could not be saved."""
    on_page = {question.key for question in page.questions}
    asked = [q for q in page.questions if _parent(q) in on_page or definition.applies(q.key, answers)]
    catalogue = Catalogue(asked)
    views = [_field(definition, question, answers, catalogue, form) for question in asked]
    for view in views:
        if view.condition and view.condition.question not in on_page:
            view.condition = None  # answered on an earlier page: nothing on this one can change it
    if saved is not None:
        _judge(definition, views, saved, catalogue)
    elif form is not None:
        for view in views:
            view.read = ""  # what stands in the box was not read yet
    return views


def _field(
    definition: FormDefinition,
    question: QuestionSpec,
    answers: Mapping[str, Any],
    catalogue: Catalogue,
    form: MultiDict[str, str] | None,
) -> FieldView:
    stored = answers.get(question.key)
    on_page = form is not None and SEEN + question.key in form
    values = form.getlist(question.key) if form is not None and on_page else _boxes(question, stored)
    return FieldView(
        key=question.key,
        kind=question.kind,
        label=localized(question.label),
        hint=localized(question.hint),
        required=question.required,
        max_length=question.max_length,
        autocomplete=question.autocomplete or "",
        values=values,
        seen=form[SEEN + question.key] if form is not None and on_page else mark(stored),
        options=_options(question, values, catalogue),
        read=read_as(question, stored),
        condition=_condition(definition, question),
        file=stored if question.kind == "file" and isinstance(stored, dict) else {},
    )


def _boxes(question: QuestionSpec, stored: Any) -> list[str]:
    return [] if question.kind == "file" else typed(question, stored)


def _options(question: QuestionSpec, values: Sequence[str], catalogue: Catalogue) -> list[Option]:
    if question.kind in FROM_CATALOGUE:
        return [Option(key, name, "", key in values, announced) for key, name, announced in catalogue.of(question.kind)]
    return [
        Option(option.key, localized(option.label), localized(option.hint), option.key in values)
        for option in question.options
    ]


def _parent(question: QuestionSpec) -> str | None:
    return question.show_if["question"] if question.show_if else None


def _condition(definition: FormDefinition, question: QuestionSpec) -> Condition | None:
    if not question.show_if:
        return None
    parent = definition.questions[question.show_if["question"]]
    return Condition(parent.key, localized(parent.label), " ".join(question.show_if["in"]))


def _judge(definition: FormDefinition, views: Sequence[FieldView], saved: Saved, catalogue: Catalogue) -> None:
    """Errors, warnings and clashes beside their fields; a clash shows what stands there now."""
    people = accounts.names([clash.by for clash in saved.clashes.values()])
    for view in views:
        question = definition.questions[view.key]
        if view.key in saved.errors:
            view.error, view.read = words(saved.errors[view.key]), ""
        if view.key in saved.warnings:
            view.warning = _(saved.warnings[view.key])
        clash = saved.clashes.get(view.key)
        if clash is not None:
            view.read = ""
            view.clash = clash_words(clash, people.get(clash.by, ""), shown(question, clash.stored, catalogue))
        if view.key not in saved.errors or clash is not None:
            view.seen = saved.marks[view.key]


def clash_words(clash: Clash, person: str, stored: str) -> str:
    """Who changed the answer, when, what stands there now, and what to do."""
    return str(_(
        "%(person)s changed this answer at %(time)s. It now says: %(answer)s. "
        "What you typed is still in the box. Save again to replace it.",
        person=f"\u2068{person}\u2069",
        time=i18n.clock_time(clash.at),
        answer=f"\u2068{stored or _('nothing')}\u2069",
    ))  # fmt: skip


def unreadable(definition: FormDefinition, saved: Saved, posted_values: Mapping[str, Sequence[str]]) -> list[str]:
    """The questions whose typed answer could not be stored; a text that is too long was."""
    return [
        key
        for key in saved.errors
        if posted_values.get(key) and definition.questions[key].kind not in ("text", "long_text")
    ]


def problems(views: Sequence[FieldView]) -> list[tuple[str, str]]:
    """(control, sentence) of every error and clash, in the order of the page."""
    return [
        (view.anchor, _("%(question)s – %(problem)s", question=view.label, problem=view.clash or view.error))
        for view in views
        if view.clash or view.error
    ]
