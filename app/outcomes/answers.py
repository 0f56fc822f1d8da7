"""Answers of a return: kept as typed, read when they are needed. No database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.core import i18n
from app.core.errors import DomainError, InvalidInput
from app.core.i18n import N_
from app.outcomes import amounts, countries
from app.outcomes.measures import LARGEST, FundingKind, Measure
from app.questionnaires import kinds
from app.questionnaires.definition import FormDefinition, QuestionSpec, is_shown

NOT_AVAILABLE, SAME = "=na", "=same"
"""What the two boxes to tick beside a figure post, under the name of the question."""
RIGHT = "_right"
"""Beside the answers: {key: {value, reason}}, the odd figures that somebody said are right."""
FIGURES = frozenset({"money", "integer"})
LONGEST = 200
MOST = 10_000_000
GROUPS: dict[str, tuple[str, FundingKind]] = {
    "raised": ("raised", FundingKind.ROUND),
    "loan": ("loan", FundingKind.LOAN),
    "grant": ("grant", FundingKind.GRANT),
}
"""A yes-or-no question, the beginning of the keys that follow it, and what it makes."""


def is_figure(question: QuestionSpec) -> bool:
    return question.kind in FIGURES


def measure_of(key: str) -> Measure | None:
    """The measure a question asks for, if it is one."""
    return Measure(key) if key in set(Measure) else None


def keep(question: QuestionSpec, raw: Sequence[str], last: int | None) -> Any:
    """Posted strings as they are kept; None when nothing was said. A figure is kept even if it cannot be read."""
    if not is_figure(question):
        return kinds.read(question, raw)
    kept: dict[str, Any] = {}
    if typed := next((text.strip() for text in raw if text.strip() not in ("", NOT_AVAILABLE, SAME)), ""):
        kept["typed"] = typed[:LONGEST]
    if NOT_AVAILABLE in raw:
        kept["na"] = True
    if SAME in raw and last is not None:
        kept["same"] = last
    return kept or None


def read(question: QuestionSpec, kept: Mapping[str, Any]) -> int | None:
    """The value of a kept figure; None is “not available”. Raises InvalidInput with advice."""
    if kept.get("na") and (kept.get("typed") or "same" in kept):
        raise InvalidInput(N_("Keep one of the two: the number, or “I do not have this figure”."), field=question.key)
    if kept.get("na"):
        return None
    if not kept.get("typed"):
        return int(kept["same"])
    value = _typed(question, kept["typed"])
    if "same" in kept and value != kept["same"]:
        raise InvalidInput(N_("Keep one of the two: the number, or “Same as last time”."), field=question.key)
    return value


def _typed(question: QuestionSpec, text: str) -> int:
    if question.kind == "money":
        return amounts.read_money(text, field=question.key).dirhams
    measure = measure_of(question.key)
    most = question.maximum or (LARGEST.get(measure, MOST) if measure else MOST)
    return amounts.read_count(text, most=most, field=question.key)


def understood(question: QuestionSpec, kept: Any) -> str:
    """How a figure was read, in a sentence; empty for what is no figure, or cannot be read."""
    if not is_figure(question) or not kept:
        return ""
    try:
        value = read(question, kept)
    except InvalidInput:
        return ""
    if value is None:
        return i18n.translate(N_("You do not have this figure."))
    if question.kind == "money" and kept.get("typed"):
        return amounts.sentence(amounts.read_money(kept["typed"]))
    return i18n.translate(N_("Read as %(number)s.")) % {"number": shown(question, kept)}


def shown(question: QuestionSpec, kept: Any) -> str:
    """An answer as people read it; empty for none."""
    if kept in (None, "", {}):
        return ""
    if not is_figure(question):
        return kinds.show(question, kept)
    try:
        value = read(question, kept)
    except InvalidInput:
        return str(kept.get("typed", ""))
    if value is None:
        return i18n.translate(N_("Not available"))
    return amounts.words(value) if question.kind == "money" else i18n.number(value)


def figures(definition: FormDefinition, answers: Mapping[str, Any]) -> dict[Measure, int | None]:
    """What was answered, by measure; questions without an answer are absent. What cannot be read is left out."""
    found: dict[Measure, int | None] = {}
    for key, question in definition.questions.items():
        measure, kept = measure_of(key), answers.get(key)
        if measure is None or kept in (None, {}) or not is_shown(question, answers):
            continue
        if not is_figure(question):
            found[measure] = int(kept == "yes")
            continue
        try:
            found[measure] = read(question, kept)
        except InvalidInput:
            continue
    return found


def customers(answers: Mapping[str, Any]) -> dict[str, int | None] | None:
    """Customers abroad by country, as far as the text was understood."""
    return countries.read(answers.get("customers_countries") or "")[0] or None


def received(definition: FormDefinition, answers: Mapping[str, Any]) -> list[tuple[FundingKind, date, int, str]]:
    """(kind, day, dirhams, from whom) of each round, loan or grant with an amount and a day."""
    found = []
    for asked, (begins, kind) in GROUPS.items():
        question, kept = definition.questions.get(f"{begins}_amount"), answers.get(f"{begins}_amount")
        day = answers.get(f"{begins}_on")
        if answers.get(asked) != "yes" or question is None or not kept or not day:
            continue
        if amount := read(question, kept):
            told = answers.get(f"{begins}_kind")
            chosen = FundingKind(told) if told in set(FundingKind) else kind
            found.append((chosen, date.fromisoformat(day), amount, answers.get(f"{begins}_from") or ""))
    return found


def problems(
    definition: FormDefinition, answers: Mapping[str, Any], *, starts_on: date, ends_on: date
) -> dict[str, DomainError]:
    """What has to be mended before sending, by question: what cannot be read, and what is half said."""
    found: dict[str, DomainError] = {}
    for key, question in definition.questions.items():
        if is_shown(question, answers) and (problem := _problem(question, answers.get(key))):
            found[key] = problem
    for asked, (begins, _kind) in GROUPS.items():
        if answers.get(asked) == "yes" and f"{begins}_amount" in definition.questions:
            found |= _half_said(begins, answers, found, starts_on, ends_on)
    return found


def _problem(question: QuestionSpec, kept: Any) -> DomainError | None:
    if kept in (None, "", {}):
        return InvalidInput(N_("Choose an answer."), field=question.key) if question.required else None
    if not is_figure(question):
        over = len(kept) - question.max_length if question.max_length and isinstance(kept, str) else 0
        message = N_("Shorten this text: %(over)s characters too many.")
        return InvalidInput(message, field=question.key, over=over) if over > 0 else None
    try:
        read(question, kept)
    except InvalidInput as error:
        return error
    return None


def _half_said(
    begins: str, answers: Mapping[str, Any], found: Mapping[str, DomainError], starts_on: date, ends_on: date
) -> dict[str, DomainError]:
    amount, day = f"{begins}_amount", f"{begins}_on"
    kept = answers.get(amount)
    if not kept:
        message = N_("Write the amount, or tick “I do not have this figure”.")
        return {} if amount in found else {amount: InvalidInput(message, field=amount)}
    if kept.get("na"):
        return {}
    if not answers.get(day):
        return {day: InvalidInput(N_("Write the date."), field=day)}
    if not starts_on <= date.fromisoformat(answers[day]) <= ends_on:
        message = N_("Write a date between %(first)s and %(last)s.")
        bounds = {"first": i18n.short_date(starts_on), "last": i18n.short_date(ends_on)}
        return {day: InvalidInput(message, field=day, **bounds)}
    return {}
