"""What the matcher says, in the reader's language: codes and numbers become sentences of sentences.yaml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.core import i18n
from ml.contracts import Change, Match, Reason

SHOWN_FOR, SHOWN_AGAINST = 3, 1
VERBATIM = frozenset({"text.close", "place.near", "place.far", "timing.gap", "team.little_time"})
"""Evidence that is a number or the applicant's own words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One reason in words with its points; the points of a card and its start add up to the fit."""

    title: str
    detail: str
    points: int


@dataclass(frozen=True, slots=True)
class Step:
    """What would change the result: a condition, for which opening, and the fit before and after."""

    condition: str
    opening: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Advice:
    """One opening with its fit in words. `rest` is the sum of the reasons that are not listed."""

    opening: str
    programme: str
    site: str
    fit: int
    level: str
    level_words: str
    unsure: str
    start: int
    lines: Sequence[Line]
    rest: int
    steps: Sequence[Step]

    @property
    def low(self) -> int:
        return min([0, self.rest, *(line.points for line in self.lines)])

    @property
    def high(self) -> int:
        return max([1, self.rest, *(line.points for line in self.lines)])


@lru_cache(maxsize=1)
def _texts() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
    return found


def disclaimer() -> str:
    return i18n.localized(_texts()["advice"])


def word(key: str) -> str:
    """A machine word (sector, stage, need …) in the reader's language."""
    return i18n.localized(_texts()["words"].get(key)) or key


def family(key: str) -> str:
    """A family of reasons in the reader's language."""
    return i18n.localized(_texts()["families"].get(key)) or key


def level(key: str) -> str:
    """Strong, possible or weak in the reader's language."""
    return i18n.localized(_texts()["levels"].get(key)) or key


def words(keys: Iterable[str]) -> str:
    """Several of them, joined."""
    return ("، " if i18n.language() == "ar" else ", ").join(word(key) for key in keys)


def advice(match: Match, *, sites: Mapping[str, str]) -> Advice:
    """A match as a card; `sites` gives the names of sites by key."""
    listed = sorted((*match.reasons_for[:SHOWN_FOR], *match.reasons_against[:SHOWN_AGAINST]), key=lambda r: -r.points)
    lines = [_line(reason, sites) for reason in listed]
    texts = _texts()
    return Advice(
        opening=match.opening,
        programme=match.programme,
        site=match.site,
        fit=match.fit,
        level=match.level,
        level_words=i18n.localized(texts["levels"][match.level]),
        unsure="" if match.sure else i18n.localized(texts["unsure"]),
        start=match.base_fit,
        lines=lines,
        rest=match.fit - match.base_fit - sum(line.points for line in lines),
        steps=[_step(change, sites) for change in match.changes],
    )


def main_reason(reasons: Sequence[Reason], sites: Mapping[str, str]) -> str:
    """The title of the strongest reason; empty where there is none."""
    return _line(reasons[0], sites).title if reasons else ""


def _line(reason: Reason, sites: Mapping[str, str]) -> Line:
    text = _texts()["reasons"].get(reason.code, {})
    chosen = text.get(i18n.language()) or text.get("fr") or {"title": reason.code, "detail": ""}
    detail = chosen["detail"]
    if "{evidence}" in detail:
        detail = detail.replace("{evidence}", _evidence(reason, sites)) if reason.evidence else ""
    return Line(chosen["title"], detail, reason.points)


def _evidence(reason: Reason, sites: Mapping[str, str]) -> str:
    if reason.code in VERBATIM:
        return "، ".join(reason.evidence) if i18n.language() == "ar" else ", ".join(reason.evidence)
    return words(sites.get(item, item) for item in reason.evidence)


def _step(change: Change, sites: Mapping[str, str]) -> Step:
    after = change.after
    if change.field == "customers":
        after = i18n.number(int(after))
    elif change.field == "revenue":
        after = i18n.money(int(after))
    else:
        after = sites.get(after, word(after))
    condition = i18n.localized(_texts()["changes"][change.field]).replace("{after}", after)
    return Step(condition, change.opening, change.fit_before, change.fit_after)
