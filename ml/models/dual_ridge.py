"""Ridge regression in its dual form, with the prediction each row would get if it had been left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, MultiOutputMixin, RegressorMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

Floats = NDArray[np.float64]


class DualRidge(MultiOutputMixin, RegressorMixin, BaseEstimator):
    """Least squares with penalty alpha·‖w‖², solved over the N rows, made for far more features than rows.

    Saunders, Gammerman and Vovk, "Ridge regression learning algorithm in dual variables" (ICML 1998). `loo_` holds
    what each row's targets would be predicted as by a fit without that row (Allen's PRESS, 1974), at no further cost:
    an honest view of the training rows for whatever is learned on top.

    After fit: coef_ (T, F) or (F,), intercept_ (T,) or a number, loo_ of the shape of y.
    """

    def __init__(self, *, alpha: float = 1.0) -> None:
        self.alpha = alpha

    def fit(self, X: Any, y: ArrayLike, sample_weight: ArrayLike | None = None) -> DualRidge:
        """Fit on a dense or sparse matrix (N, F) and targets (N,) or (N, T); needs memory for N × N numbers."""
        rows, targets = validate_data(
            self, X, y, accept_sparse="csr", dtype=np.float64, multi_output=True, y_numeric=True
        )
        if not self.alpha > 0:
            raise ValueError("alpha must be above 0")
        targets = np.asarray(targets, dtype=np.float64)
        weights = _check_sample_weight(sample_weight, rows, dtype=np.float64, ensure_non_negative=True)
        used = np.flatnonzero(weights > 0)
        wide = targets.reshape(len(targets), -1)
        middle = np.average(wide, axis=0, weights=weights)
        kept = rows[used]
        gram = kept @ kept.T
        square = np.asarray(gram.toarray() if sp.issparse(gram) else gram, dtype=np.float64)
        square[np.diag_indices_from(square)] += self.alpha / weights[used]
        inverse = scipy.linalg.inv(square, overwrite_a=True, check_finite=False)
        dual = inverse @ (wide[used] - middle)
        coefficients = np.asarray((kept.T @ dual).T)
        left_out = np.asarray(rows @ coefficients.T + middle)
        left_out[used] = wide[used] - dual / np.diag(inverse)[:, None]
        single = targets.ndim == 1
        self.coef_ = coefficients[0] if single else coefficients
        self.intercept_ = float(middle[0]) if single else middle
        self.loo_ = left_out[:, 0] if single else left_out
        return self

    def predict(self, X: Any) -> Floats:
        """Predictions (N,) or (N, T)."""
        check_is_fitted(self)
        rows = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        return np.asarray(rows @ self.coef_.T + self.intercept_)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
