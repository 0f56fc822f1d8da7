"""What is missing in a draft, per section and page: pure."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.errors import too_long
from app.core.i18n import N_
from app.questionnaires.definition import FormDefinition, PageSpec, QuestionSpec, SectionSpec


class Progress(enum.StrEnum):
    TODO = "todo"
    NOW = "now"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Problem:
    """One question that does not allow sending yet, and what to do."""

    question: QuestionSpec
    page: str
    message: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SectionProgress:
    section: SectionSpec
    progress: Progress
    done_pages: int
    next_page: str


def problem_of(question: QuestionSpec, value: Any, page: str) -> Problem | None:
    """What is wrong with one answer; None if it can be sent."""
    if value in (None, "", []):
        return Problem(question, page, required_message(question), {}) if question.required else None
    if question.max_length and isinstance(value, str) and len(value) > question.max_length:
        error = too_long(len(value) - question.max_length, question.key)
        return Problem(question, page, error.message, error.values)
    return None


def required_message(question: QuestionSpec) -> str:
    if question.kind in ("choice", "region", "programme_choice"):
        return N_("Choose an answer.")
    if question.kind in ("multi_choice", "site_choice"):
        return N_("Choose at least one answer.")
    return N_("Write your answer.")


def problems(definition: FormDefinition, answers: Mapping[str, Any]) -> list[Problem]:
    """Every problem, in the order of the pages. Hidden questions are never a problem."""
    found = []
    for _, page in definition.pages:
        for question in page.questions:
            problem = problem_of(question, answers.get(question.key), page.key)
            if problem and definition.applies(question.key, answers):
                found.append(problem)
    return found


def _page_state(definition: FormDefinition, page: PageSpec, answers: Mapping[str, Any]) -> Progress | None:
    """None for a page that may stay empty, and is: it holds nothing up."""
    shown = [question for question in page.questions if definition.applies(question.key, answers)]
    if not any(answers.get(question.key) not in (None, "", []) for question in shown):
        return Progress.TODO if any(question.required for question in shown) else None
    complete = all(problem_of(question, answers.get(question.key), page.key) is None for question in shown)
    return Progress.DONE if complete else Progress.NOW


def sections(definition: FormDefinition, answers: Mapping[str, Any]) -> list[SectionProgress]:
    """Progress per section, and the page to go on with: the first that is not done."""
    result = []
    for section in definition.sections:
        states = [(page, _page_state(definition, page, answers)) for page in section.pages]
        done = sum(state is Progress.DONE for _, state in states)
        open_pages = [page.key for page, state in states if state is not Progress.DONE]
        if done and all(state in (Progress.DONE, None) for _, state in states):
            progress = Progress.DONE
        elif all(state in (Progress.TODO, None) for _, state in states):
            progress = Progress.TODO
        else:
            progress = Progress.NOW
        result.append(SectionProgress(section, progress, done, open_pages[0] if open_pages else section.pages[0].key))
    return result
