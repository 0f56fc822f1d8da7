"""Answers of a return: kept as typed, read when they are needed. No database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core import i18n
from app.core.errors import DomainError, InvalidInput, too_long
from app.core.i18n import N_
from app.outcomes import amounts, countries
from app.outcomes.amounts import Amount
from app.outcomes.measures import LARGEST, FundingKind, Measure
from app.questionnaires import kinds
from app.questionnaires.definition import FormDefinition, QuestionSpec

NOT_AVAILABLE, SAME = "=na", "=same"
"""What the two boxes to tick beside a figure post, under the name of the question."""
RIGHT = "_right"
"""Beside the answers: {key: {value, reason}}, the odd figures that somebody said are right."""
FIGURES = frozenset({"money", "integer"})
LONGEST = 200
MOST = 10_000_000
FUNDINGS = {"raised": FundingKind.ROUND, "loan": FundingKind.LOAN, "grant": FundingKind.GRANT}
COUNTRIES = "customers_countries"
_GROUP = re.compile(rf"({'|'.join(FUNDINGS)})(?:_\d+)?")


@dataclass(frozen=True, slots=True)
class Given:
    """A round, a loan or a grant as it was answered."""

    kind: FundingKind
    received_on: date
    amount: Amount
    from_whom: str

    @property
    def told(self) -> tuple[str, str, int, str]:
        """What makes it the same one when the return is sent again."""
        return (self.kind.value, self.received_on.isoformat(), self.amount.dirhams, self.from_whom)


def groups(definition: FormDefinition) -> list[tuple[str, FundingKind]]:
    """Each yes-or-no question about a round, a loan or a grant (“raised”, “raised_2” …); `<key>_amount`, `_on` and
    `_from` follow it."""
    return [
        (key, FUNDINGS[found[1]])
        for key in definition.questions
        if (found := _GROUP.fullmatch(key)) and f"{key}_amount" in definition.questions
    ]


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
    found = amount(question, kept)
    return found.dirhams if found else None


def amount(question: QuestionSpec, kept: Mapping[str, Any]) -> Amount | None:
    """A kept figure with the currency it was given in; a count is told as dirhams are. None is “not available”."""
    if kept.get("na") and (kept.get("typed") or "same" in kept):
        raise InvalidInput(N_("Keep one of the two: the number, or “I do not have this figure”."), field=question.key)
    if kept.get("na"):
        return None
    if not kept.get("typed"):
        return Amount(int(kept["same"]))
    value = _typed(question, kept["typed"])
    if "same" in kept and value.dirhams != kept["same"]:
        raise InvalidInput(N_("Keep one of the two: the number, or “Same as last time”."), field=question.key)
    return value


def _typed(question: QuestionSpec, text: str) -> Amount:
    if question.kind == "money":
        return amounts.read_money(text, field=question.key)
    measure = measure_of(question.key)
    most = question.maximum or (LARGEST.get(measure, MOST) if measure else MOST)
    return Amount(amounts.read_count(text, most=most, field=question.key))


def understood(question: QuestionSpec, kept: Any) -> str:
    """How a figure was read, in a sentence; empty for what is no figure, or cannot be read."""
    if question.key == COUNTRIES and kept:
        return _countries_read(kept)
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


def _countries_read(text: str) -> str:
    known, unread = countries.read(text)
    told = i18n.translate(N_("Read as %(number)s.")) % {"number": countries.shown(known)} if known else ""
    if unread:
        names = i18n.listed(f"\u2068{name}\u2069" for name in unread)
        missing = i18n.translate(N_("Not recognised: %(names)s. Write the name of the country and a number."))
        told = f"{told} {missing % {'names': names}}".strip()
    return told


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


def given(definition: FormDefinition, answers: Mapping[str, Any]) -> dict[Measure, Amount | None]:
    """What was answered, by measure, with its currency; questions without an answer are absent.

    What cannot be read is left out.
    """
    found: dict[Measure, Amount | None] = {}
    for key, question in definition.questions.items():
        measure, kept = measure_of(key), answers.get(key)
        if measure is None or kept in (None, {}) or not definition.applies(key, answers):
            continue
        if not is_figure(question):
            found[measure] = Amount(int(kept == "yes"))
            continue
        try:
            found[measure] = amount(question, kept)
        except InvalidInput:
            continue
    return found


def figures(definition: FormDefinition, answers: Mapping[str, Any]) -> dict[Measure, int | None]:
    """What was answered, by measure, in dirhams and numbers."""
    return {measure: one.dirhams if one else None for measure, one in given(definition, answers).items()}


def customers(answers: Mapping[str, Any]) -> dict[str, int | None] | None:
    """Customers abroad by country, as far as the text was understood."""
    return countries.read(answers.get(COUNTRIES) or "")[0] or None


def received(definition: FormDefinition, answers: Mapping[str, Any]) -> list[Given]:
    """Each round, loan or grant with an amount and a day."""
    found = []
    for asked, kind in groups(definition):
        question, kept = definition.questions[f"{asked}_amount"], answers.get(f"{asked}_amount")
        day = answers.get(f"{asked}_on")
        if not (_applies(definition, asked, answers) and kept and day):
            continue
        one = amount(question, kept)
        if one and one.dirhams:
            told = answers.get(f"{asked}_kind")
            chosen = FundingKind(told) if told in set(FundingKind) else kind
            found.append(Given(chosen, date.fromisoformat(day), one, answers.get(f"{asked}_from") or ""))
    return found


def without_amount(definition: FormDefinition, answers: Mapping[str, Any]) -> list[FundingKind]:
    """Rounds, loans and grants whose amount the startup does not have: said, and in no sum."""
    return [
        kind
        for asked, kind in groups(definition)
        if _applies(definition, asked, answers) and (answers.get(f"{asked}_amount") or {}).get("na")
    ]


def _applies(definition: FormDefinition, asked: str, answers: Mapping[str, Any]) -> bool:
    return answers.get(asked) == "yes" and definition.applies(asked, answers)


def problems(
    definition: FormDefinition, answers: Mapping[str, Any], *, starts_on: date, ends_on: date
) -> dict[str, DomainError]:
    """What has to be mended before sending, by question: what cannot be read, and what is half said."""
    found: dict[str, DomainError] = {}
    for key, question in definition.questions.items():
        if definition.applies(key, answers) and (problem := _problem(question, answers.get(key))):
            found[key] = problem
    for asked, _kind in groups(definition):
        if _applies(definition, asked, answers):
            found |= _half_said(asked, answers, found, starts_on, ends_on)
        elif answers.get(asked) is None and answers.get(f"{asked}_amount"):
            message = N_("Choose “Yes” to keep the amount you wrote below, or empty it.")
            found[asked] = InvalidInput(message, field=asked)
    return found


def _problem(question: QuestionSpec, kept: Any) -> DomainError | None:
    if kept in (None, "", {}):
        return InvalidInput(N_("Choose an answer."), field=question.key) if question.required else None
    if not is_figure(question):
        over = len(kept) - question.max_length if question.max_length and isinstance(kept, str) else 0
        return too_long(over, question.key) if over > 0 else None
    try:
        read(question, kept)
    except InvalidInput as error:
        return error
    return None


def _half_said(
    asked: str, answers: Mapping[str, Any], found: Mapping[str, DomainError], starts_on: date, ends_on: date
) -> dict[str, DomainError]:
    how_much, day = f"{asked}_amount", f"{asked}_on"
    kept = answers.get(how_much)
    if not kept:
        message = N_("Write the amount, or tick “I do not have this figure”.")
        return {} if how_much in found else {how_much: InvalidInput(message, field=how_much)}
    if kept.get("na"):
        return {}
    if not answers.get(day):
        return {day: InvalidInput(N_("Write the date."), field=day)}
    if not starts_on <= date.fromisoformat(answers[day]) <= ends_on:
        message = N_("Write a date between %(first)s and %(last)s.")
        bounds = {"first": i18n.short_date(starts_on), "last": i18n.short_date(ends_on)}
        return {day: InvalidInput(message, field=day, **bounds)}
    return {}
