"""A form version as plain values: immutable once published, so it is read once per process."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OptionSpec:
    key: str
    label: Texts
    hint: Texts | None


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    key: str
    kind: str
    section: str
    page: str
    label: Texts
    hint: Texts | None
    required: bool
    max_length: int | None
    minimum: int | None
    maximum: int | None
    show_if: Mapping[str, Any] | None
    personal_data: bool
    reviewer_visible: bool
    model_feature: str | None
    autocomplete: str | None
    options: tuple[OptionSpec, ...]

    def option(self, key: str) -> OptionSpec | None:
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, slots=True)
class PageSpec:
    key: str
    title: Texts
    questions: tuple[QuestionSpec, ...]


@dataclass(frozen=True, slots=True)
class SectionSpec:
    key: str
    title: Texts
    hint: Texts | None
    pages: tuple[PageSpec, ...]


@dataclass(frozen=True)
class FormDefinition:
    """Sections → pages → questions, with the declaration and the consent notice."""

    version_id: uuid.UUID
    number: int
    sections: tuple[SectionSpec, ...]
    declaration: Texts
    consent: Mapping[str, Any]

    @cached_property
    def questions(self) -> dict[str, QuestionSpec]:
        return {q.key: q for section in self.sections for page in section.pages for q in page.questions}

    @cached_property
    def pages(self) -> tuple[tuple[SectionSpec, PageSpec], ...]:
        return tuple((section, page) for section in self.sections for page in section.pages)

    def page(self, key: str) -> tuple[SectionSpec, PageSpec] | None:
        return next(((section, page) for section, page in self.pages if page.key == key), None)

    def applies(self, key: str, answers: Mapping[str, Any]) -> bool:
        """Whether a question is asked, with these answers to those it depends on, and to those they depend on.

        One that is not asked is not judged, scored or exported, whatever stands in its box.
        """
        condition = self.questions[key].show_if
        if not condition:
            return True
        given = answers.get(condition["question"])
        given = given if isinstance(given, list) else [given]
        return any(value in condition["in"] for value in given) and self.applies(condition["question"], answers)

    def after(self, key: str) -> PageSpec | None:
        """The page that follows, across sections."""
        keys = [page.key for _, page in self.pages]
        position = keys.index(key) + 1
        return self.pages[position][1] if position < len(keys) else None


def visible(definition: FormDefinition, answers: Mapping[str, Any]) -> Iterator[QuestionSpec]:
    """The questions that apply, in order."""
    for question in definition.questions.values():
        if definition.applies(question.key, answers):
            yield question
