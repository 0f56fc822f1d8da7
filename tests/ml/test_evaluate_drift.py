"""Drift: alarms on what counts, the rest as context."""

import numpy as np
import pytest

from ml.evaluate.drift import Month, alarms, usual
from ml.evaluate.shift import known_programmes, new_words, psi
from ml.features.text import TextSpace, count_terms, tokens


def month(name, decided=40, unknown=0, agreed=30):
    return Month(name, decided, unknown, agreed)


def test_too_many_unknown_programmes_raise_an_alarm():
    assert alarms([month("01", unknown=8)]) == []
    assert alarms([month("01", unknown=9)]) == [("01", "unknown")]


def test_a_fall_below_the_six_months_before_raises_an_alarm():
    before = [month(f"0{number}") for number in range(1, 8)]

    assert alarms([*before, month("08", agreed=26)]) == []
    assert alarms([*before, month("08", agreed=25)]) == [("08", "agreement")]


def test_only_six_months_before_count():
    good, poor = month("01", agreed=40), [month(f"0{number}", agreed=20) for number in range(2, 8)]

    assert ("08", "agreement") not in alarms([good, *poor, month("08", agreed=20)])


def test_few_decided_files_raise_no_alarm():
    assert alarms([month("01", decided=19, unknown=19)]) == []
    assert alarms([month("01", decided=10, agreed=10), month("02", agreed=0)]) == []
    assert usual([month("01", decided=10)]) is None
    assert (month("01", decided=0).agreement, month("01", decided=0).unknown_share) == (0.0, 0.0)


def test_the_same_values_have_no_distance_and_shifted_ones_have():
    values = np.linspace(-1, 1, 200).tolist()

    assert psi(values, values) == pytest.approx(0.0)
    assert psi(values, [value + 1.5 for value in values]) > 1.0
    assert psi(values[:199], values) is None
    assert psi(values, values[:199]) is None


def test_a_constant_reference_gives_a_finite_index():
    assert psi([0.0] * 200, [0.0] * 200) == pytest.approx(0.0)
    assert np.isfinite(psi([0.0] * 200, [1.0] * 200))


def test_words_that_stood_in_no_document_are_new():
    space = TextSpace.fit([count_terms(tokens("capteurs pour irriguer les vergers"))])

    assert new_words(space, [("Capteurs irriguer vergers", "fr")]) == (0, 3)
    assert new_words(space, [("Capteurs blockchain", "fr"), ("blockchain", "fr")]) == (1, 2)
    assert new_words(space, []) == (0, 0)


def test_a_programme_is_known_from_three_accepted_files_on(bundle):
    owners = np.bincount(bundle.history.owner)
    enough = {name for name, count in zip(bundle.history.programmes, owners, strict=True) if count >= 3}

    assert known_programmes(bundle) == enough
    assert known_programmes(bundle) >= {"start", "hosting"}
