"""Answers as text: as they stand in a box, and as people read them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.applications import queries
from app.core import i18n
from app.core.i18n import localized
from app.questionnaires import kinds
from app.questionnaires.definition import QuestionSpec
from app.startups import identifiers

FROM_CATALOGUE = frozenset({"region", "programme_choice", "site_choice"})


class Catalogue:
    """Names of regions, programmes and sites for a page, read in one statement when one is needed."""

    def __init__(self, questions: Iterable[QuestionSpec]) -> None:
        needed = any(question.kind in FROM_CATALOGUE for question in questions)
        self.rows = queries.catalogue() if needed else []
        self.names = {(row.kind, row.key): localized(row.name) for row in self.rows}

    def of(self, kind: str) -> list[tuple[str, str, bool]]:
        """(key, name, announced?) of the options of a kind."""
        return [(row.key, localized(row.name), row.status == "planned") for row in self.rows if row.kind == kind]

    def name(self, kind: str, key: str) -> str:
        return self.names.get((kind, key), key)


def typed(question: QuestionSpec, value: Any) -> list[str]:
    """A stored value as it would be typed again."""
    if value in (None, "", []):
        return []
    if question.kind in ("multi_choice", "site_choice"):
        return [str(key) for key in value]
    if question.kind in ("integer", "money"):
        return [i18n.number(value)]
    if question.kind == "date":
        return [date.fromisoformat(value).strftime("%d/%m/%Y")]
    if question.kind == "rc":
        return [value.get("number") or "", value.get("court") or ""]
    if question.kind == "phone":
        return [identifiers.show_phone(value)]
    return [identifiers.show_ice(value) if question.kind == "ice" else str(value)]


def shown(question: QuestionSpec, value: Any, catalogue: Catalogue) -> str:
    """A stored value as people read it; empty for no answer."""
    if value in (None, "", []):
        return ""
    if question.kind == "site_choice":
        return " · ".join(catalogue.name(question.kind, key) for key in value)
    if question.kind in FROM_CATALOGUE:
        return catalogue.name(question.kind, value)
    return kinds.show(question, value)


def read_as(question: QuestionSpec, value: Any) -> str:
    """How a number was understood: “1.360” may mean two things."""
    return kinds.show(question, value) if question.kind in ("integer", "money") and value is not None else ""


def all_shown(questions: Iterable[QuestionSpec], answers: Mapping[str, Any], catalogue: Catalogue) -> dict[str, str]:
    return {question.key: shown(question, answers.get(question.key), catalogue) for question in questions}
