"""The fitted matcher: an additive margin per pair, weighted apart for programmes with and without a history."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.contracts import OpeningProfile, Settings, StartupProfile
from ml.features.history import History, Past
from ml.features.likeness import Descriptions, Documents
from ml.features.names import FAMILIES, FAMILY_OF, programme_weights
from ml.features.pairs import Candidates, Likeness, likeness, matrix
from ml.features.text import TextSpace
from ml.models.calibrated import sigmoid
from ml.models.rivalry import Rivalry, rival_levels

Floats = NDArray[np.float64]
REMEMBERED = 8
"""Lists of openings whose vectors a bundle keeps ready."""


@dataclass(frozen=True, slots=True, eq=False)
class Regime:
    """Weights (F,) of calibrated margins, their intercept, and the lowest probability in the conformal set.

    `written` is how much of a prior weight is left in a weight: 1 before any decision, less as decisions accrue.
    """

    weights: Floats
    base: float
    threshold: float = 0.0
    written: float = 1.0


@dataclass(frozen=True, slots=True)
class Scale:
    """fit = 100 · sigmoid(slope · (margin - middle)), rounded: a monotone index, not a probability.

    Anchored in training so that the best opening of a middling application shows 75 and a middling pair 20.
    """

    slope: float
    middle: float

    @classmethod
    def anchored(cls, margins: Floats) -> Scale:
        """The scale of margins (n, m), one row per application; NaN where a row is shorter."""
        best, middling = float(np.median(np.nanmax(margins, axis=1))), float(np.nanmedian(margins))
        upper, lower = math.log(0.75 / 0.25), math.log(0.20 / 0.80)
        slope = min(max((upper - lower) / max(best - middling, 1e-6), 0.2), 2.0)
        return cls(slope, best - upper / slope)

    def fit(self, margins: Floats) -> NDArray[np.int64]:
        """Whole numbers 0-100 of the same shape as the margins."""
        return np.floor(100 * sigmoid(self.slope * (np.asarray(margins) - self.middle)) + 0.5).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """Everything needed to score, nothing that identifies an applicant.

    known and new: weights for programmes with and without a history; means (F,): an ordinary pair, from which
    contributions are measured; openings and catalogue: the network's openings and their distinct descriptions,
    against which texts are placed and rivals are weighed.
    """

    space: TextSpace
    catalogue: Descriptions
    history: History
    known: Regime
    new: Regime
    means: Floats
    scale: Scale
    openings: tuple[OpeningProfile, ...]
    rivalry: Rivalry
    settings: Settings
    prior_only: bool
    metrics: Mapping[str, Any]
    facts: Mapping[str, Any]
    _remembered: dict[tuple[OpeningProfile, ...], Candidates] = field(default_factory=dict, init=False, repr=False)

    def candidates(self, openings: Sequence[OpeningProfile]) -> Candidates:
        """Vectors of the openings, kept for the lists asked for last; raises ValueError on a repeated key."""
        asked = tuple(openings)
        found = self._remembered.get(asked)
        if found is None:
            if len({opening.key for opening in asked}) < len(asked):
                raise ValueError("two openings have the same key")
            found = Candidates.of(asked, self.space, self.history, programme_weights(self.settings))
            for oldest in list(self._remembered)[: max(0, len(self._remembered) - REMEMBERED + 1)]:
                self._remembered.pop(oldest, None)
            self._remembered[asked] = found
        return found

    def alike(self, profiles: Sequence[StartupProfile], candidates: Candidates) -> tuple[Documents, Likeness]:
        """Texts of the profiles, and their text and history columns against the candidates."""
        documents = Documents.of(profiles, self.space)
        return documents, likeness(profiles, documents, candidates, self.catalogue, self.history)

    def weights(self, known: NDArray[np.bool_], own: Floats | None = None) -> Floats:
        """Weight of each feature in each pair (F, n, m); `own` (F, m) is what single programmes differ by."""
        found = np.where(known, self.known.weights[:, None, None], self.new.weights[:, None, None])
        if own is None or not own.any():
            return found
        return np.asarray(found + np.where(known, self.known.written, self.new.written) * own[:, None, :])

    def contributions(self, pairs: Floats, known: NDArray[np.bool_], own: Floats | None = None) -> Floats:
        """Contribution of each family (families, n, m) for a pair matrix (F, n, m)."""
        result = np.zeros((len(FAMILIES), *pairs.shape[1:]))
        weights = self.weights(known, own)
        for index, family in enumerate(FAMILY_OF):
            result[family] += weights[index] * (pairs[index] - self.means[index])
        return result

    def apart(self, programmes: NDArray[np.str_]) -> Floats | None:
        """What the prior weights of these programmes (N,) differ by (F, N); None when none does."""
        weights = programme_weights(self.settings)
        if not weights:
            return None
        nothing = np.zeros(len(self.means))
        return np.stack([weights.get(name, nothing) for name in programmes.tolist()], axis=1)

    def base(self, known: NDArray[np.bool_]) -> Floats:
        """Margin (n, m) of an ordinary pair."""
        return np.where(known, self.known.base, self.new.base)

    def margins(self, profiles: Sequence[StartupProfile], alike: Likeness, candidates: Candidates) -> Floats:
        """Calibrated margins (n, m)."""
        pairs = matrix(profiles, alike, candidates)
        return total(self.base(alike.known), self.contributions(pairs, alike.known, candidates.own))

    def rivals(self, profiles: Sequence[StartupProfile], documents: Documents, past: Past | None = None) -> Floats:
        """Levels (n, C + 1) of what else the network offers each application; see `rival_levels`."""
        if not self.openings:
            return np.full((len(profiles), 1), self.new.base)
        own = self.candidates(self.openings)
        alike = likeness(profiles, documents, own, self.catalogue, self.history, past)
        return rival_levels(self.margins(profiles, alike, own))

    def places(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """Columns of `rivals` for openings with these keys."""
        position = {opening.key: index for index, opening in enumerate(self.openings)}
        return np.array([position.get(key, -1) for key in keys], dtype=np.int64)

    def probabilities(self, margins: Floats, rivals: Floats, keys: Sequence[str]) -> Floats:
        """Probabilities (n, m) of margins (n, m) of the openings with these keys."""
        return self.rivalry.probability(margins, rivals[:, self.places(keys)])

    def families(self) -> dict[str, dict[str, float]]:
        """Sum of absolute weights of each family, with and without history: what the model card shows."""
        regimes = {"known": self.known, "new": self.new}
        return {
            name: {
                family: float(np.abs(regime.weights[index == FAMILY_OF]).sum()) for index, family in enumerate(FAMILIES)
            }
            for name, regime in regimes.items()
        }

    def digest(self) -> str:
        """SHA-256 over every number that scores; equal for equal data and seed."""
        parts = (
            self.space.words, self.space.characters, self.history.words.data, self.history.owner,
            self.history.taught.weights, self.history.taught.left_out,
            self.known.weights, self.new.weights, self.means,
            np.array([self.known.base, self.new.base, self.known.threshold, self.new.threshold]),
            np.array([self.scale.slope, self.scale.middle]),
            np.array([self.rivalry.slope, self.rivalry.shift, self.rivalry.weight]),
        )  # fmt: skip
        return hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest()


def total(base: Floats, contributions: Floats) -> Floats:
    """Base plus contributions, family by family: the same sum whatever stands beside a pair."""
    margins = base
    for part in contributions:
        margins = margins + part
    return margins
