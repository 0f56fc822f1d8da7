"""Metrics on cases small enough to work out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ml.evaluate.metrics import bootstrap, calibration_error, coverage, hit_at, log_loss, mean_reciprocal_rank
from ml.evaluate.report import evaluate
from ml.models.calibrated import Calibration, fit_calibration, sigmoid, threshold
from ml.models.rivalry import Rivalry, fit_rivalry, rival_levels

RANKS = np.array([1, 2, 4, 1])


def test_hits_and_reciprocal_ranks():
    assert hit_at(RANKS, 1) == 0.5
    assert hit_at(RANKS, 3) == 0.75
    assert mean_reciprocal_rank(RANKS) == pytest.approx((1 + 0.5 + 0.25 + 1) / 4)


def test_log_loss_of_a_coin():
    assert log_loss(np.full(4, 0.5), np.array([0.0, 1, 1, 0])) == pytest.approx(math.log(2))


def test_calibration_error_of_the_sure_and_wrong():
    assert calibration_error(np.ones(10), np.zeros(10)) == 1.0
    assert calibration_error(np.full(10, 0.5), np.array([0.0, 1] * 5)) == pytest.approx(0.5)
    assert calibration_error(np.full(10, 0.5), np.array([0.0, 1] * 5), bins=1) == 0.0


def test_nothing_measured_is_zero():
    none = np.zeros(0)
    empty = np.zeros(0, dtype=np.int64)

    assert hit_at(empty, 1) == mean_reciprocal_rank(empty) == log_loss(none, none) == calibration_error(none, none) == 0
    assert coverage(none > 0) == 0.0
    assert bootstrap(none, lambda values: 1.0) == (0.0, 0.0)


def test_the_bootstrap_holds_the_mean_and_repeats():
    values = np.arange(100.0)
    low, high = bootstrap(values, lambda drawn: float(drawn.mean()), seed=3)

    assert low < 49.5 < high
    assert bootstrap(values, lambda drawn: float(drawn.mean()), seed=3) == (low, high)


def test_calibration_finds_the_temperature():
    generator = np.random.default_rng(0)
    margins = generator.normal(size=4000) * 2
    labels = (generator.random(4000) < sigmoid(margins)).astype(float)
    found = fit_calibration(margins * 3 + 1, labels, np.ones(4000), Calibration())

    assert found.temperature == pytest.approx(3, rel=0.1)
    assert np.abs(sigmoid(found.apply(margins * 3 + 1)) - sigmoid(margins)).max() < 0.05


def test_few_labels_keep_the_calibration_they_were_given():
    given = Calibration(2.0, 0.5)

    assert fit_calibration(np.zeros(5), np.ones(5), np.ones(5), given) is given


def test_the_threshold_covers_what_it_promises():
    generator = np.random.default_rng(0)
    covered = [float((generator.random(200) >= threshold(generator.random(99))).mean()) for _ in range(200)]

    assert np.mean(covered) == pytest.approx(0.9, abs=0.02)
    assert threshold(generator.random(8)) == 0.0


def test_without_settings_rivalry_is_a_softmax_over_the_catalogue():
    margins = np.array([[1.0, 0.0, -2.0]])
    levels = rival_levels(margins)
    inside = Rivalry().probability(margins, levels[:, [0, 1, 2]])

    assert np.allclose(inside, np.exp(margins) / np.exp(margins).sum())
    assert levels[0, -1] == pytest.approx(math.log(np.exp(margins).sum()))


def test_rivalry_is_learned_from_choices_and_left_alone_with_few():
    generator = np.random.default_rng(0)
    margins = generator.normal(size=(800, 6)) * 2
    chosen = (margins + generator.gumbel(size=margins.shape)).argmax(axis=1)
    labels = np.equal(np.arange(6)[None, :], chosen[:, None]).astype(float).ravel()
    levels = rival_levels(margins)[:, :6].ravel()
    found = fit_rivalry(margins.ravel(), levels, labels, np.ones(labels.size))

    assert (found.slope, found.shift, found.weight) == pytest.approx((1, 0, 1), abs=0.15)
    assert fit_rivalry(margins[:2].ravel(), levels[:12], labels[:12], np.ones(12)) == Rivalry()


def test_nothing_to_judge_is_said(bundle):
    assert evaluate(bundle, ()) == {"applications": 0}
