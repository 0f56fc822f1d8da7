"""Calibration of margins on later decisions: temperature and shift, and conformal thresholds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]
FEWEST = 20
"""Positive pairs below which a regime keeps the calibration it was given."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probability = sigmoid((margin + shift) / temperature)."""

    temperature: float = 1.0
    shift: float = 0.0

    def apply(self, margins: Floats) -> Floats:
        """Calibrated margins of the same shape."""
        return (margins + self.shift) / self.temperature


def fit_calibration(margins: Floats, labels: Floats, weights: Floats, fallback: Calibration) -> Calibration:
    """Temperature (0.25-4) and shift that minimise the log-loss of labels in 0-1, all of shape (N,).

    Temperature scaling after Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks" (2017),
    with a shift because one pair in many is positive. A weak pull towards `fallback` keeps few labels tame.
    """
    if float((labels >= 0.5).sum()) < FEWEST:
        return fallback
    from scipy.optimize import minimize  # only training needs it

    def loss(free: Floats) -> float:
        z = margins * math.exp(free[0]) + free[1]
        pull = 2.0 * float(free @ free)
        return float(weights @ (np.logaddexp(0, z) - labels * z)) + pull

    found = minimize(loss, np.zeros(2), method="L-BFGS-B", bounds=[(-math.log(4), math.log(4)), (-4, 4)])
    slope, offset = math.exp(found.x[0]), float(found.x[1])
    return Calibration(1 / slope, offset / slope)


def threshold(scores: Floats, miss: float = 0.1) -> float:
    """Lowest probability kept so that the right opening is missed in a share `miss` of cases at most.

    Split conformal prediction with the LAC score 1 - p (Sadinle, Lei and Wasserman, 2019): `scores` (N,) are the
    probabilities given to the right openings of decisions not used in the fit. 0 when there are too few to promise it.
    """
    rank = math.floor(miss * (len(scores) + 1))
    return 0.0 if rank < 1 else float(np.sort(scores)[rank - 1])


def sigmoid(margins: Floats) -> Floats:
    return np.asarray(expit(margins))
