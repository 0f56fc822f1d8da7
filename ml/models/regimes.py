"""Fitting of the two sets of weights, their calibration, their conformal thresholds and the lean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.features.names import HISTORY, NAMES, SIGNS
from ml.models.calibrated import Calibration, fit_calibration
from ml.models.pairs import Pairs, by_application
from ml.models.ranker import Regime

Floats = NDArray[np.float64]
ALPHA = 2.0
"""Strength of the prior on the learned weights."""
MOST_PAIRS = 200_000
"""Pairs used in a fit; above it negatives are drawn at random and weigh more."""
LEANS = tuple(step / 4 for step in range(-12, 9))
GROUPS = 5
"""Groups in which programmes are hidden at once: a fifth of a large network, single ones of a small."""
FALSE_PULLS = 0.05
"""Largest share of other programmes' applications that a programme without history may draw away."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Uncalibrated weights (F,) on features measured from `means`, and their intercept."""

    weights: Floats
    base: float

    def margins(self, features: Floats, means: Floats) -> Floats:
        """Margins (N,) of a feature matrix (F, N)."""
        return np.asarray(self.weights @ (features - means[:, None]) + self.base)


def pool(zero_shot: Linear, learned: Linear, share: float) -> Linear:
    """Logarithmic opinion pool of two scores; the pool of two additive margins is additive.

    Genest and Zidek, "Combining probability distributions: a critique and an annotated bibliography" (1986).
    """
    return Linear(
        (1 - share) * zero_shot.weights + share * learned.weights,
        (1 - share) * zero_shot.base + share * learned.base,
    )


def learn(pairs: Pairs, means: Floats, prior: Floats, *, with_history: bool, seed: int) -> Linear:
    """Weights around the prior. Without history its columns are hidden on every pair ("programme dropout")."""
    from ml.models.monotone import MonotoneLogistic

    used = np.flatnonzero(pairs.weights > 0) if not with_history else np.flatnonzero((pairs.weights > 0) & pairs.known)
    columns = np.ones(len(NAMES), dtype=bool) if with_history else ~HISTORY
    used, extra = _drawn(pairs, used, seed)
    matrix = (pairs.features[columns][:, used] - means[columns, None]).T
    labels, weights = pairs.labels[used], pairs.weights[used] * extra
    soft = (labels > 0) & (labels < 1)
    if not (labels > 0).any() or not (labels < 1).any():
        return Linear(np.where(columns, prior, 0.0), -3.0)
    model = MonotoneLogistic(alpha=ALPHA, signs=SIGNS[columns], centre=prior[columns], tol=1e-6)
    model.fit(
        np.concatenate([matrix, matrix[soft]]),
        np.concatenate([labels > 0, np.zeros(soft.sum(), dtype=bool)]).astype(int),
        sample_weight=np.concatenate([np.where(labels > 0, labels, 1.0) * weights, (1 - labels[soft]) * weights[soft]]),
    )
    found = np.zeros(len(NAMES))
    found[columns] = model.coef_[0]
    return Linear(found, float(model.intercept_[0]))


def _drawn(pairs: Pairs, used: NDArray[np.int64], seed: int) -> tuple[NDArray[np.int64], Floats]:
    positive = pairs.labels[used] > 0
    room, negatives = MOST_PAIRS - int(positive.sum()), used[~positive]
    if len(negatives) <= room or room <= 0:
        return used, np.ones(len(used))
    drawn = np.sort(np.random.default_rng(seed).choice(negatives, room, replace=False))
    extra = np.concatenate([np.ones(int(positive.sum())), np.full(room, len(negatives) / room)])
    return np.concatenate([used[positive], drawn]), extra


def calibrate(linear: Linear, pairs: Pairs, means: Floats, fallback: Calibration) -> Calibration:
    """Temperature and shift of one regime on later pairs."""
    used = pairs.weights > 0
    margins = linear.margins(pairs.features[:, used], means)
    return fit_calibration(margins, pairs.labels[used], pairs.weights[used], fallback)


def finished(linear: Linear, calibration: Calibration, lean: float, written: float, limit: float) -> Regime:
    """The regime whose weights give calibrated margins directly; the lean is added after calibration."""
    base = (linear.base + calibration.shift) / calibration.temperature + lean
    return Regime(linear.weights / calibration.temperature, base, limit, written / calibration.temperature)


def tuned_lean(known: Floats, new: Floats, pairs: Pairs) -> tuple[float, dict[str, float]]:
    """The lean under which programmes without history are found best without drawing others away.

    Each programme's history, or each fifth of the programmes', is hidden in turn on the later pairs; `known` and
    `new` are the margins (N,) with and without history. Returns the lean and what it gave: hit@1 and hit@3 of the
    hidden programmes, false pulls.
    """
    table = Table.of(known, new, pairs)
    if not len(table.right):
        return 0.0, dict.fromkeys(("hit_1", "hit_3", "others_hit_1", "false_pulls"), 0.0)
    trials = {lean: table.trial(lean) for lean in LEANS}
    allowed = {lean: found for lean, found in trials.items() if found["false_pulls"] <= FALSE_PULLS} or trials
    best = max(allowed, key=lambda lean: (allowed[lean]["hit_1"] + allowed[lean]["others_hit_1"], -abs(lean)))
    return best, trials[best]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Margins by application (A, m), filled up with -inf, for applications that were given a place."""

    known: Floats
    new: Floats
    group: NDArray[np.int64]
    right: NDArray[np.int64]

    @classmethod
    def of(cls, known: Floats, new: Floats, pairs: Pairs) -> Table:
        places = [own for own in by_application(pairs) if pairs.best[own].any()]
        width = max((len(place) for place in places), default=0)
        _, programmes = np.unique(pairs.programme, return_inverse=True)
        programmes = programmes % GROUPS
        filled = [np.full((len(places), width), -np.inf) for _ in range(2)]
        owner = np.full((len(places), width), -1, dtype=np.int64)
        for row, place in enumerate(places):
            filled[0][row, : len(place)], filled[1][row, : len(place)] = known[place], new[place]
            owner[row, : len(place)] = programmes[place]
        right = np.array([int(np.flatnonzero(pairs.best[place])[0]) for place in places], dtype=np.int64)
        return cls(filled[0], filled[1], owner, right)

    def trial(self, lean: float) -> dict[str, float]:
        """What a lean gives when each group's history is hidden in turn."""
        rows = np.arange(len(self.right))
        own = self.group[rows, self.right]
        usual = self.group[rows, self.known.argmax(axis=1)]
        found: dict[str, list[NDArray[np.bool_]]] = {"hit_1": [], "hit_3": [], "others_hit_1": [], "false_pulls": []}
        for group in range(int(self.group.max()) + 1):
            margins = np.where(self.group == group, self.new + lean, self.known)
            above = (margins > margins[rows, self.right][:, None]).sum(axis=1)
            first = self.group[rows, margins.argmax(axis=1)]
            hidden = own == group
            found["hit_1"].append(above[hidden] < 1)
            found["hit_3"].append(above[hidden] < 3)
            found["others_hit_1"].append(above[~hidden] < 1)
            found["false_pulls"].append(((first == group) & (usual != group))[~hidden])
        return {name: _mean(np.concatenate(parts)) for name, parts in found.items()}


def _mean(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else 0.0
