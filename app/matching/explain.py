"""What the matcher says, in the reader's language: codes and numbers become sentences of sentences.yaml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.core import i18n
from ml.contracts import Change, Match, Reason
from ml.explain.sides import NEVER_AGAINST, NEVER_FOR

SHOWN_FOR, SHOWN_AGAINST = 3, 1
VERBATIM = frozenset(
    {"text.close", "place.near", "place.far", "timing.gap", "timing.seats_free", "timing.waiting", "team.little_time"}
)
"""Evidence that is a number or the applicant's own words."""
QUOTES = {"fr": ("« ", " »"), "ar": ("«", "»"), "en": ("“", "”")}


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


@dataclass(frozen=True, slots=True)
class Account:
    """Every family's part in a fit: start + for + against = fit."""

    start: int
    speaking_for: Sequence[Line]
    against: Sequence[Line]
    silent: Sequence[str]
    fit: int

    @property
    def low(self) -> int:
        return min([0, *(line.points for line in self.against)])

    @property
    def high(self) -> int:
        return max([1, *(line.points for line in self.speaking_for)])


@dataclass(frozen=True, slots=True)
class Difference:
    """Points of one family (or of the start) here and at the first place."""

    name: str
    here: int
    there: int


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


def advice(match: Match, *, sites: Mapping[str, str], unsure: str = "") -> Advice:
    """A match as a card; `sites` gives the names of sites by key, `unsure` says why it is not certain."""
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
        unsure=unsure,
        start=match.base_fit,
        lines=lines,
        rest=match.fit - match.base_fit - sum(line.points for line in lines),
        steps=[_step(change, sites) for change in match.changes],
    )


def doubt(match: Match, matches: Sequence[Match], *, model: int | None) -> str:
    """Why a result is not certain, in words; empty when it is."""
    if match.sure:
        return ""
    texts, many = _texts()["doubts"], sum(one.in_set for one in matches)
    if model is None:
        key = "rules"
    elif any(reason.code == "history.none" for reason in match.contributions):
        key = "no_history"
    elif not match.in_set:
        key = "outside"
    else:
        key = "many" if many > 1 else "close"
    return i18n.localized(texts[key]).replace("{number}", i18n.number(many))


def account(match: Match, *, sites: Mapping[str, str]) -> Account:
    """All families of a match in words, the strongest first; those without a point are only named."""
    ordered = sorted(match.contributions, key=lambda reason: -abs(reason.points))
    return Account(
        start=match.base_fit,
        speaking_for=[_told(reason, sites) for reason in ordered if reason.points > 0],
        against=[_told(reason, sites) for reason in ordered if reason.points < 0],
        silent=[family(reason.family) for reason in ordered if not reason.points],
        fit=match.fit,
    )


def differences(match: Match, first: Match) -> list[Difference]:
    """Families whose points differ from those at the first place, the widest gap first; both sums are the fits."""
    there = {reason.family: reason.points for reason in first.contributions}
    found = [Difference(family(r.family), r.points, there.get(r.family, 0)) for r in match.contributions]
    widest = sorted(found, key=lambda one: -abs(one.here - one.there))
    start = Difference(i18n.localized(_texts()["start"]), match.base_fit, first.base_fit)
    return [start, *(one for one in widest if one.here or one.there)]


def main_reason(reasons: Sequence[Reason], sites: Mapping[str, str]) -> str:
    """The title of the strongest reason; empty where there is none."""
    return _line(reasons[0], sites).title if reasons else ""


def _told(reason: Reason, sites: Mapping[str, str]) -> Line:
    """Its line; where its points go the other way than its words, the family with the words explained."""
    line = _line(reason, sites)
    other = reason.code in (NEVER_FOR if reason.points > 0 else NEVER_AGAINST)
    if not other:
        return line
    words = i18n.localized(_texts()["relative"]["for" if reason.points > 0 else "against"])
    return Line(family(reason.family), words.replace("{title}", line.title), reason.points)


def _line(reason: Reason, sites: Mapping[str, str]) -> Line:
    text = _texts()["reasons"].get(reason.code, {})
    chosen = text.get(i18n.language()) or text.get("fr") or {"title": reason.code, "detail": ""}
    detail = chosen["detail"]
    if "{evidence}" in detail:
        detail = detail.replace("{evidence}", _evidence(reason, sites)) if reason.evidence else ""
    return Line(chosen["title"], detail, reason.points)


def _evidence(reason: Reason, sites: Mapping[str, str]) -> str:
    if reason.code == "text.close":
        before, after = QUOTES[i18n.language() if i18n.language() in QUOTES else "fr"]
        return ("، " if i18n.language() == "ar" else ", ").join(f"{before}{word}{after}" for word in reason.evidence)
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
