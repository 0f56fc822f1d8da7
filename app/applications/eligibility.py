"""Applies the rules of openings to answers: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.i18n import localized
from app.programmes import rules
from app.programmes.models import EligibilityRule, Opening
from app.programmes.rules import Outcome


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule says of these answers, with the value it saw."""

    rule: EligibilityRule
    opening: Opening
    outcome: Outcome
    seen: Any

    @property
    def sentence(self) -> str:
        return localized(self.rule.messages.get(self.outcome.value))

    @property
    def bars(self) -> bool:
        """A hard rule that is not met; a missing fact never bars."""
        return self.rule.hard and self.outcome is Outcome.NOT_MET


def check(openings: Iterable[Opening], answers: Mapping[str, Any], today: date) -> list[Check]:
    """Every rule of every opening against the answers."""
    known = rules.facts(answers, today)
    return [
        Check(rule, opening, *rules.apply(rule.fact, rule.operator, rule.value, known))
        for opening in openings
        for rule in opening.rules
    ]


def barred(checks: Iterable[Check]) -> dict[Any, list[Check]]:
    """Opening id → the hard rules that fail there."""
    found: dict[Any, list[Check]] = {}
    for one in checks:
        if one.bars:
            found.setdefault(one.opening.id, []).append(one)
    return found
