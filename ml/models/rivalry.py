"""From the margin of a pair to the chance that a committee chooses it, given what else the network offers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from ml.models.calibrated import FEWEST

Floats = NDArray[np.float64]
SMALLEST_RIVAL = 1e-9


@dataclass(frozen=True, slots=True)
class Rivalry:
    """probability = sigmoid(slope · (margin - weight · level of the rivals) + shift).

    With slope and weight 1 and shift 0 this is a softmax over the catalogue. The rivals are the openings of the
    model's own catalogue, not those of the call: adding an opening never changes the probability of another.
    """

    slope: float = 1.0
    shift: float = 0.0
    weight: float = 1.0

    def probability(self, margins: Floats, rivals: Floats) -> Floats:
        """Probabilities of margins under rival levels of the same shape."""
        return np.asarray(expit(self.slope * (margins - self.weight * rivals) + self.shift))


def rival_levels(catalogue: Floats) -> Floats:
    """Levels (n, C + 1) of the rivals from the catalogue's margins (n, C): log Σ exp without each opening itself.

    The last column leaves none out; it serves openings that do not stand in the catalogue (position -1).
    """
    top = catalogue.max(axis=1, keepdims=True)
    powers = np.exp(catalogue - top)
    whole = powers.sum(axis=1, keepdims=True)
    return np.asarray(top + np.log(np.concatenate([np.maximum(whole - powers, SMALLEST_RIVAL), whole], axis=1)))


def fit_rivalry(margins: Floats, rivals: Floats, labels: Floats, weights: Floats) -> Rivalry:
    """Slope (0.2-3), shift and weight (0-1.5) with the least log-loss on later pairs, all of shape (N,).

    A weak pull towards the softmax keeps few labels tame; below FEWEST positive pairs it is the softmax itself.
    """
    if float((labels >= 0.5).sum()) < FEWEST:
        return Rivalry()
    from scipy.optimize import minimize  # only training needs it

    def loss(free: Floats) -> float:
        z = math.exp(free[0]) * (margins - free[2] * rivals) + free[1]
        pull = free[0] ** 2 + free[1] ** 2 + (free[2] - 1) ** 2
        return float(weights @ (np.logaddexp(0, z) - labels * z)) + float(pull)

    bounds = [(math.log(0.2), math.log(3)), (-4, 4), (0, 1.5)]
    found = minimize(loss, np.array([0.0, 0.0, 1.0]), method="L-BFGS-B", bounds=bounds)
    return Rivalry(math.exp(found.x[0]), float(found.x[1]), float(found.x[2]))
