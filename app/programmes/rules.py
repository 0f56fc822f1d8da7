"""Eligibility rules as data, and the pure function that applies one."""

import enum
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any


class Outcome(enum.StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "in": lambda seen, wanted: bool(set(seen if isinstance(seen, list) else [seen]) & set(wanted)),
    "not_in": lambda seen, wanted: not set(seen if isinstance(seen, list) else [seen]) & set(wanted),
    "at_least": lambda seen, wanted: seen >= wanted,
    "at_most": lambda seen, wanted: seen <= wanted,
    "equals": lambda seen, wanted: bool(seen == wanted),
    "is_true": lambda seen, wanted: seen is True,
    "is_false": lambda seen, wanted: seen is False,
}


def facts(answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The answers, and what follows from them: company_created, company_age_months (None if not known)."""
    known = dict(answers)
    status = answers.get("company_status")
    known["company_created"] = None if status is None else status != "not_created"
    founded = answers.get("founding_date")
    if founded and known["company_created"]:
        day = date.fromisoformat(founded)
        known["company_age_months"] = (today.year - day.year) * 12 + today.month - day.month
    return known


def apply(fact: str, operator: str, value: Any, known: Mapping[str, Any]) -> tuple[Outcome, Any]:
    """(outcome, value seen). A missing fact is unknown, never a failure."""
    seen = known.get(fact)
    if seen is None or seen == "" or seen == []:
        return Outcome.UNKNOWN, None
    met = OPERATORS[operator](seen, value)
    return (Outcome.MET if met else Outcome.NOT_MET), seen
