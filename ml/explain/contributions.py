"""Contributions of families turned into coded reasons whose points add up to the fit shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.contracts import OpeningProfile, Reason, StartupProfile
from ml.explain.sides import NEVER_AGAINST, NEVER_FOR, SILENT
from ml.explain.situations import SITUATIONS, Pair, Side
from ml.features.likeness import Descriptions, Documents
from ml.features.names import FAMILIES, NAMES
from ml.features.text import TextSpace, word_bucket
from ml.models.calibrated import sigmoid
from ml.models.ranker import Scale

Floats = NDArray[np.float64]
SHARED = 3
"""Words named as evidence of a text's likeness."""


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """All numbers behind the matches of one application with m openings."""

    pairs: Floats
    weights: Floats
    means: Floats
    contributions: Floats
    base: Floats
    margins: Floats
    known: NDArray[np.bool_]


def points(account: Account, scale: Scale) -> NDArray[np.int64]:
    """Whole points (families, m) with base fit + Σ points = fit for every opening.

    Each family gets its weight times the slope of the line from base to margin; what rounding leaves goes to the
    largest remainders (Hamilton's method).
    """
    span = account.margins - account.base
    real = 100 * (_sigmoid(scale, account.margins) - _sigmoid(scale, account.base))
    height = _sigmoid(scale, account.base)
    flat = 100 * scale.slope * height * (1 - height)
    slope = np.where(np.abs(span) > 1e-9, real / np.where(span == 0, 1.0, span), flat)
    shares = account.contributions * slope
    whole = np.floor(shares).astype(np.int64)
    rest = scale.fit(account.margins) - scale.fit(account.base) - whole.sum(axis=0)
    places = np.argsort(np.argsort(-(shares - whole), axis=0, kind="stable"), axis=0, kind="stable")
    turns, left = np.divmod(rest, len(FAMILIES))
    return np.asarray(whole + turns + (places < left))


def _sigmoid(scale: Scale, margins: Floats) -> Floats:
    return sigmoid(scale.slope * (margins - scale.middle))


def reasons(
    profile: StartupProfile, opening: OpeningProfile, account: Account, column: int, shown: list[int], shared: Words
) -> tuple[Reason, ...]:
    """One reason for each family, in the order of FAMILIES."""
    values = account.pairs[:, column]
    parts = account.weights[:, column] * (values - account.means)
    pair = Pair(
        profile,
        opening,
        dict(zip(NAMES, values.tolist(), strict=True)),
        dict(zip(NAMES, parts.tolist(), strict=True)),
        bool(account.known[column]),
    )
    weights = account.contributions[:, column].tolist()
    result = []
    for index, family in enumerate(FAMILIES):
        code, evidence = SITUATIONS[family](pair, Side.FOR if weights[index] >= 0 else Side.AGAINST)
        if code == "text.close":
            evidence = shared.with_opening(column)
        result.append(Reason(code, family, weights[index], shown[index], evidence))
    return tuple(result)


def strongest_for(contributions: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """At most three reasons that add points, strongest first."""
    speaking = [
        reason
        for reason in contributions
        if reason.weight > 0 and reason.points > 0 and reason.code not in SILENT | NEVER_FOR
        and not reason.code.endswith(".missing")
    ]  # fmt: skip
    return tuple(sorted(speaking, key=lambda reason: (-reason.weight, reason.code))[:3])


def strongest_against(contributions: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The reason that takes most points away, if any."""
    speaking = [
        reason
        for reason in contributions
        if reason.weight < 0 and reason.points < 0 and reason.code not in SILENT | NEVER_AGAINST
    ]
    return tuple(sorted(speaking, key=lambda reason: (reason.weight, reason.code))[:1])


class Words:
    """Words an application shares with descriptions, found once for each description."""

    def __init__(self, documents: Documents, descriptions: Descriptions, space: TextSpace) -> None:
        self._surfaces: Mapping[str, str] = {
            token.stem: token.surface for token in reversed(documents.tokens[0]) if not token.folded.isdigit()
        }
        self._descriptions = descriptions
        self._space = space
        self._found: dict[int, tuple[str, ...]] = {}

    def with_opening(self, column: int) -> tuple[str, ...]:
        """At most three words as the applicant wrote them, the rarest first."""
        text = int(self._descriptions.text_of[column])
        if text not in self._found:
            self._found[text] = self._shared(text)
        return self._found[text]

    def _shared(self, text: int) -> tuple[str, ...]:
        rows = np.flatnonzero(self._descriptions.row_text == text).tolist()
        stems = {token.stem for row in rows for token in self._descriptions.tokens[row]} & set(self._surfaces)
        ranked = sorted(stems, key=lambda stem: (-float(self._space.words[word_bucket(stem)]), stem))
        return tuple(self._surfaces[stem] for stem in ranked[:SHARED])
