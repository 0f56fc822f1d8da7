"""Measures of rankings and probabilities, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def hit_at(ranks: NDArray[np.int64], k: int) -> float:
    """Share of right openings ranked k-th or better; ranks (N,) start at 1."""
    return float((ranks <= k).mean()) if len(ranks) else 0.0


def mean_reciprocal_rank(ranks: NDArray[np.int64]) -> float:
    """Mean of 1 / rank over ranks (N,) that start at 1."""
    return float((1 / ranks).mean()) if len(ranks) else 0.0


def log_loss(probabilities: Floats, labels: Floats) -> float:
    """Mean negative log-likelihood of labels 0-1 under probabilities, both (N,)."""
    clipped = np.clip(probabilities, 1e-12, 1 - 1e-12)
    return float(-(labels * np.log(clipped) + (1 - labels) * np.log(1 - clipped)).mean()) if len(labels) else 0.0


def calibration_error(probabilities: Floats, labels: Floats, bins: int = 10) -> float:
    """Expected calibration error over equally filled bins (Nixon et al., 2019); 0 is perfect."""
    if not len(labels):
        return 0.0
    order = np.argsort(probabilities, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [len(part) * abs(float(probabilities[part].mean() - labels[part].mean())) for part in parts]
    return sum(gaps) / len(labels)


def coverage(included: NDArray[np.bool_]) -> float:
    """Share of right openings that were in the conformal set."""
    return float(included.mean()) if len(included) else 0.0


def bootstrap(
    values: NDArray[np.generic],
    measure: Callable[[NDArray[np.generic]], float],
    *,
    seed: int = 0,
    rounds: int = 500,
    level: float = 0.95,
) -> tuple[float, float]:
    """Percentile interval of a measure of values (N,) drawn again with replacement (Efron, 1979)."""
    if not len(values):
        return 0.0, 0.0
    generator = np.random.default_rng(seed)
    drawn = [measure(values[generator.integers(0, len(values), len(values))]) for _ in range(rounds)]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
