"""A sent file as its readers see it: answers by section, without what a reviewer may not see."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.applications import queries as applications
from app.applications.models import Application
from app.core.i18n import N_, localized, translate
from app.programmes import queries as programmes
from app.questionnaires import kinds
from app.questionnaires import queries as questionnaires
from app.questionnaires.definition import FormDefinition, QuestionSpec
from app.reviews.masking import mask_for

Keep = Callable[[QuestionSpec], bool]
Names = Mapping[str, Mapping[str, str]]
TYPED = frozenset({"text", "long_text", "url", "email"})
"""Kinds of questions whose answers are free text."""
FACTS = ("stage", "sector", "team_size", "revenue_12m", "home_region", "presence")


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer as text."""

    key: str
    kind: str
    label: Mapping[str, str]
    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form, with the lines that were answered."""

    key: str
    title: Mapping[str, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    parts: tuple[Part, ...]
    definition: FormDefinition
    answers: Mapping[str, Any]

    def text(self, key: str) -> str:
        """The answer under a key, if this reader may see it."""
        return next((line.text for part in self.parts for line in part.lines if line.key == key), "")

    @property
    def facts(self) -> tuple[Line, ...]:
        """The few lines to know first."""
        known = {line.key: line for part in self.parts for line in part.lines}
        return tuple(known[key] for key in FACTS if key in known)


def for_team(question: QuestionSpec) -> bool:
    """Everything but what was asked for statistics only (a personal choice hidden from reviewers)."""
    return question.reviewer_visible or not question.personal_data or question.kind not in ("choice", "multi_choice")


def for_reviewers(*, blind: bool) -> Keep:
    """What reviewers see: questions marked for them, and in a blind call nothing personal."""
    return lambda question: question.reviewer_visible and not (blind and question.personal_data)


def of(application: Application, keep: Keep = for_team, *, blind: bool = False) -> Dossier:
    """The copy made at submission, in words, for somebody whose right was checked.

    `blind`: without names and addresses that tell whose file it is, also where the applicant wrote them.
    """
    definition = questionnaires.definition(application.form_version_id)
    answers = json.loads(applications.snapshot(application.id).content)["answers"]
    names = catalogue_names()
    if blind:
        answers = _masked(application, definition, answers)
    parts = []
    for section in definition.sections:
        lines = tuple(
            Line(q.key, q.kind, q.label, answer_text(q, answers[q.key], names), answers[q.key])
            for page in section.pages
            for q in page.questions
            if answers.get(q.key) not in (None, "", []) and keep(q) and definition.applies(q.key, answers)
        )
        if lines:
            parts.append(Part(section.key, section.title, lines))
    return Dossier(tuple(parts), definition, answers)


def _masked(application: Application, definition: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with every typed text masked; a file goes by the reference, as it does when it is downloaded."""
    kinds_of = {key: question.kind for key, question in definition.questions.items()}
    web = [value for key, value in answers.items() if value and kinds_of.get(key) == "url"]
    mask = mask_for(application, [answers.get("startup_name") or ""], web)

    def shown(kind: str | None, value: Any) -> Any:
        if kind == "file" and value:
            return {**value, "name": f"{application.reference}.pdf"}
        return mask.hide(value, translate(N_("[hidden]"))) if kind in TYPED and value else value

    return {key: shown(kinds_of.get(key), value) for key, value in answers.items()}


def file_id(application: Application, key: str, keep: Keep = for_team) -> uuid.UUID | None:
    """The stored file under a question this reader may see."""
    definition = questionnaires.definition(application.form_version_id)
    question = definition.questions.get(key)
    if question is None or question.kind != "file" or not keep(question):
        return None
    value = json.loads(applications.snapshot(application.id).content)["answers"].get(key)
    return uuid.UUID(value["id"]) if value else None


def catalogue_names() -> Names:
    """Names in the reader's language for answers that are keys of the catalogue."""
    return {
        "region": {region.code: localized(region.name) for region in programmes.regions()},
        "programme_choice": {p.key: localized(p.name) for p in programmes.programmes(published_only=False)},
        "site_choice": {site.key: localized(site.name) for site in programmes.sites()},
    }


def answer_text(question: QuestionSpec, value: Any, names: Names) -> str:
    """An answer in the reader's language; `names` are those of the catalogue."""
    if question.kind not in names:
        return kinds.show(question, value)
    known = names[question.kind]
    return " · ".join(known.get(key, key) for key in (value if isinstance(value, list) else [value]))
