"""Logistic regression around a prior, with weights held to the sign their meaning demands."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

Floats = NDArray[np.float64]


class MonotoneLogistic(ClassifierMixin, BaseEstimator):
    """Binary logistic regression, penalised by its squared distance from `centre`, weights bounded by `signs`.

    Minimises Σ sᵢ·log-loss + alpha/2·‖w - centre‖², the maximum a posteriori estimate under a Gaussian prior at
    `centre` (Chelba and Acero, "Adaptation of maximum entropy capitalizer: little data can help a lot", EMNLP
    2004); sign bounds are those of L-BFGS-B (Byrd, Lu, Nocedal and Zhu, 1995). The intercept is not penalised.

    signs: per feature +1 (weight at least 0), -1 (at most 0) or 0 (free); None leaves all free.
    centre: per feature, the weight before any data; None is 0 everywhere.
    """

    def __init__(
        self,
        *,
        alpha: float = 1.0,
        signs: ArrayLike | None = None,
        centre: ArrayLike | None = None,
        max_iter: int = 1000,
        tol: float = 1e-10,
    ) -> None:
        self.alpha = alpha
        self.signs = signs
        self.centre = centre
        self.max_iter = max_iter
        self.tol = tol

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> MonotoneLogistic:
        """Fit on a matrix (N, F) and two classes; raises ValueError on other targets or shapes."""
        matrix, target = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(target)
        if (kind := type_of_target(target, input_name="y")) != "binary":
            raise ValueError(f"Only binary classification is supported. The type of the target is {kind}.")
        self.classes_, labels = np.unique(target, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("This classifier needs 2 classes; the data contains only one class.")
        weights = _check_sample_weight(sample_weight, matrix, dtype=np.float64)
        start, bounds = self._start(matrix.shape[1])
        found = minimize(
            _loss,
            start,
            args=(matrix, 2.0 * labels - 1, weights, self.alpha, start[1:].copy()),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": self.max_iter, "ftol": self.tol * 1e-3, "gtol": self.tol, "maxls": 50},
        )
        self.n_iter_ = int(found.nit)
        self.intercept_ = np.array([found.x[0]])
        self.coef_ = found.x[1:].reshape(1, -1)
        return self

    def _start(self, count: int) -> tuple[Floats, list[tuple[float | None, float | None]]]:
        signs = np.zeros(count) if self.signs is None else np.asarray(self.signs, dtype=float)
        centre = np.zeros(count) if self.centre is None else np.asarray(self.centre, dtype=float)
        if signs.shape != (count,) or centre.shape != (count,):
            raise ValueError(f"signs and centre need one value for each of the {count} features")
        limits = [(0.0 if sign > 0 else None, 0.0 if sign < 0 else None) for sign in signs]
        inside = np.where(signs > 0, np.maximum(centre, 0), np.where(signs < 0, np.minimum(centre, 0), centre))
        return np.concatenate([[0.0], inside]), [(None, None), *limits]

    def decision_function(self, X: ArrayLike) -> Floats:
        """Margins (N,) in logit units."""
        check_is_fitted(self)
        matrix = validate_data(self, X, reset=False, dtype=np.float64)
        return np.asarray(matrix @ self.coef_[0] + self.intercept_[0])

    def predict_proba(self, X: ArrayLike) -> Floats:
        """Probabilities (N, 2) of both classes."""
        positive = expit(self.decision_function(X))
        return np.column_stack([1 - positive, positive])

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """The more probable class (N,)."""
        positive = self.decision_function(X) > 0
        return np.asarray(self.classes_[positive.astype(int)])


def _loss(
    weights: Floats, matrix: Floats, target: Floats, sample: Floats, alpha: float, centre: Floats
) -> tuple[float, Floats]:
    margins = target * (matrix @ weights[1:] + weights[0])
    away = weights[1:] - centre
    value = float(sample @ np.logaddexp(0, -margins) + alpha / 2 * (away @ away))
    slope = -sample * target * expit(-margins)
    return value, np.concatenate([[slope.sum()], matrix.T @ slope + alpha * away])
