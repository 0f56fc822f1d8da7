"""The estimator keeps scikit-learn's contract, its prior and its signs."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from sklearn.exceptions import SkipTestWarning
from sklearn.linear_model import LogisticRegression
from sklearn.utils.estimator_checks import parametrize_with_checks

from ml.models.monotone import MonotoneLogistic

GENERATOR = np.random.default_rng(5)
X = GENERATOR.normal(size=(400, 3))
Y = (X @ [1.0, -2.0, 0.5] + GENERATOR.normal(size=400) > 0).astype(int)


@parametrize_with_checks([MonotoneLogistic()])
def test_it_is_a_well_behaved_estimator(estimator, check):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SkipTestWarning)
        check(estimator)


def test_without_prior_and_signs_it_is_logistic_regression():
    ours = MonotoneLogistic(alpha=1.0).fit(X, Y)
    theirs = LogisticRegression(C=1.0, tol=1e-10, max_iter=1000).fit(X, Y)

    assert np.allclose(ours.coef_, theirs.coef_, atol=1e-5)
    assert np.allclose(ours.intercept_, theirs.intercept_, atol=1e-5)


def test_weights_keep_the_sign_they_are_given():
    model = MonotoneLogistic(signs=[1, 1, -1]).fit(X, Y)

    assert model.coef_[0, 0] > 0
    assert model.coef_[0, 1] == 0.0
    assert model.coef_[0, 2] == 0.0


def test_a_strong_prior_holds_and_a_weak_one_yields():
    centre = [3.0, 3.0, 3.0]
    strong = MonotoneLogistic(alpha=1e6, centre=centre).fit(X, Y)
    weak = MonotoneLogistic(alpha=1e-6, centre=centre).fit(X, Y)

    assert np.allclose(strong.coef_, 3.0, atol=0.01)
    assert weak.coef_[0, 1] < -1


def test_a_weight_of_two_is_the_same_as_twice_the_row():
    doubled = MonotoneLogistic().fit(np.concatenate([X, X[:50]]), np.concatenate([Y, Y[:50]]))
    weighted = MonotoneLogistic().fit(X, Y, sample_weight=np.where(np.arange(400) < 50, 2.0, 1.0))

    assert np.allclose(doubled.coef_, weighted.coef_, atol=1e-6)


def test_wrong_lengths_are_refused():
    with pytest.raises(ValueError, match="one value for each of the 3 features"):
        MonotoneLogistic(signs=[1]).fit(X, Y)
