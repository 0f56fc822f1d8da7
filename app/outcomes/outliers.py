"""What looks odd in the figures of a return: asked back politely, never refused."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from app.core import i18n
from app.core.i18n import N_
from app.outcomes.amounts import words
from app.outcomes.measures import MONEY, NAMES, WITHIN, Measure


class Why(enum.StrEnum):
    """Codes are kept with the return; the sentence is made for the reader."""

    UNIT_SLIP = "unit_slip"
    TEN_FOLD = "ten_fold"
    PART = "part"
    NOBODY = "nobody"
    STOPPED = "stopped"
    GONE = "gone"
    TINY = "tiny"
    NOTED = "noted"
    COUNTRIES = "countries"


@dataclass(frozen=True, slots=True)
class Odd:
    """One figure to ask about: why, what was given, and what it is compared with."""

    measure: Measure
    why: Why
    value: int
    compared: int | None = None


SLIP = (300, 3_000)
"""A ratio between these looks like thousands taken for units, or the other way round."""
FOLD = 10
SMALLEST_STEP = 20
SMALLEST_STEP_OF_MONEY = 100_000
"""Below these, ten times more is ordinary growth."""
TINIEST_TURNOVER = 1_000


def ratio(value: int | None, last: int | None) -> float | None:
    """How many times the last value this one is; None where one of them is missing or nothing."""
    return value / last if value is not None and last else None


def odd(
    values: Mapping[Measure, int | None], last: Mapping[Measure, int], *, noted: Mapping[Measure, int] | None = None,
    in_countries: int = 0,
) -> dict[Measure, Odd]:  # fmt: skip
    """Each figure that looks odd, for its first reason; “not available” is never odd.

    `last`: values of the period before; `noted`: what the team noted for the same days; `in_countries`: customers
    abroad, country by country.
    """
    found = {}
    for measure, value in values.items():
        if value is None:
            continue
        one = _one(measure, value, values, last.get(measure)) or _beside(measure, value, noted or {}, in_countries)
        if one:
            found[measure] = one
    return found


def _beside(measure: Measure, value: int, noted: Mapping[Measure, int], in_countries: int) -> Odd | None:
    if noted.get(measure, value) != value:
        return Odd(measure, Why.NOTED, value, noted[measure])
    if measure is Measure.CUSTOMERS_ABROAD and in_countries > value:
        return Odd(measure, Why.COUNTRIES, value, in_countries)
    return None


def _one(measure: Measure, value: int, values: Mapping[Measure, int | None], last: int | None) -> Odd | None:
    whole = values.get(WITHIN[measure]) if measure in WITHIN else None
    if whole is not None and value > whole:
        return Odd(measure, Why.PART, value, whole)
    if measure is Measure.ACTIVE:
        return None
    if jump := _jump(measure, value, last):
        return Odd(measure, jump, value, last)
    turnover = values.get(Measure.TURNOVER) or 0
    if measure is Measure.JOBS and value == 0 and turnover > 0:
        return Odd(measure, Why.NOBODY, value, turnover)
    if measure is Measure.TURNOVER and value > 0 and values.get(Measure.ACTIVE) == 0:
        return Odd(measure, Why.STOPPED, value)
    if measure is Measure.TURNOVER and 0 < value < TINIEST_TURNOVER:
        return Odd(measure, Why.TINY, value)
    return None


def _jump(measure: Measure, value: int, last: int | None) -> Why | None:
    """Between the last value and this one."""
    least = SMALLEST_STEP_OF_MONEY if measure in MONEY else SMALLEST_STEP
    if not last or abs(value - last) < least:
        return None
    if value == 0:
        return Why.GONE
    times = max(value, last) / min(value, last)
    if measure in MONEY and SLIP[0] <= times <= SLIP[1]:
        return Why.UNIT_SLIP
    return Why.TEN_FOLD if times >= FOLD else None


SENTENCES: dict[Why, str] = {
    Why.UNIT_SLIP: N_("%(name)s: last time you wrote %(compared)s. Is %(value)s right, or is a unit missing?"),
    Why.TEN_FOLD: N_("%(name)s: last time you wrote %(compared)s. Is %(value)s right?"),
    Why.GONE: N_("%(name)s: last time you wrote %(compared)s. Is %(value)s right?"),
    Why.PART: N_("%(name)s: %(value)s is more than the whole, %(compared)s. Is it right?"),
    Why.NOBODY: N_("%(name)s: nobody works there, with a turnover of %(compared)s. Is it right?"),
    Why.STOPPED: N_("%(name)s: the activity has stopped, with %(value)s. Is it right?"),
    Why.NOTED: N_("%(name)s: the team noted %(compared)s for this period. Is %(value)s right?"),
    Why.COUNTRIES: N_("%(name)s: the countries add up to %(compared)s, not %(value)s. Is it right?"),
    Why.TINY: N_("%(name)s: is %(value)s right? Perhaps a unit is missing."),
}


def sentence(one: Odd) -> str:
    """The question, in the reader's language."""
    compared = "" if one.compared is None else shown(_compared_with(one), one.compared)
    values = {"name": i18n.translate(NAMES[one.measure]), "value": shown(one.measure, one.value), "compared": compared}
    return i18n.translate(SENTENCES[one.why]) % values


def _compared_with(one: Odd) -> Measure:
    return Measure.TURNOVER if one.why is Why.NOBODY else one.measure


def shown(measure: Measure, value: int) -> str:
    """A value with its unit, as people read it."""
    if measure is Measure.ACTIVE:
        return i18n.translate(N_("Yes") if value else N_("No"))
    return words(value) if measure in MONEY else i18n.number(value)
