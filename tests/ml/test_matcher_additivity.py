"""Reasons add up to the score, and points to the fit shown."""

from __future__ import annotations

import math

from hypothesis import HealthCheck, given, settings

from ml.contracts import Match
from ml.features.names import FAMILIES, REASON_CODES
from ml.models.baseline import rank_by_rules
from ml.predict import rank
from tests.ml.strategies import LISTS, PROFILES

RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def assert_sound(match: Match) -> None:
    assert math.isclose(match.base + sum(r.weight for r in match.contributions), match.margin, abs_tol=1e-9)
    assert match.base_fit + sum(r.points for r in match.contributions) == match.fit
    assert 0 <= match.fit <= 100
    assert 0 <= match.probability <= 1
    assert tuple(reason.family for reason in match.contributions) == FAMILIES
    assert {reason.code for reason in match.contributions} <= set(REASON_CODES)
    assert len(match.reasons_for) <= 3
    assert len(match.reasons_against) <= 1
    assert all(reason.points > 0 and reason.weight > 0 for reason in match.reasons_for)
    assert all(reason.points < 0 and reason.weight < 0 for reason in match.reasons_against)


@RELAXED
@given(profile=PROFILES, openings=LISTS)
def test_reasons_of_the_model_add_up(bundle, profile, openings):
    matches = rank(bundle, profile, openings)

    assert len(matches) == len(openings)
    for match in matches:
        assert_sound(match)


@RELAXED
@given(profile=PROFILES, openings=LISTS)
def test_reasons_of_the_rules_add_up(profile, openings):
    for match in rank_by_rules(profile, openings):
        assert_sound(match)
        assert not match.sure


def test_every_family_has_a_code_and_codes_are_described_once():
    families = {code.split(".")[0] for code in REASON_CODES}

    assert families == {*FAMILIES, "wish"}
    assert len(set(REASON_CODES.values())) == len(REASON_CODES)
