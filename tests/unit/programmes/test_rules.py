from datetime import date

import pytest

from app.programmes import rules
from app.programmes.rules import Outcome

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("operator", "value", "seen", "outcome"),
    [
        ("in", ["idea", "pilots"], "idea", Outcome.MET),
        ("in", ["idea"], "sales", Outcome.NOT_MET),
        ("in", ["lab"], ["office", "lab"], Outcome.MET),
        ("not_in", ["idea"], "sales", Outcome.MET),
        ("at_least", 3, 2, Outcome.NOT_MET),
        ("at_most", 3, 3, Outcome.MET),
        ("equals", "x", "x", Outcome.MET),
        ("is_true", None, True, Outcome.MET),
        ("is_false", None, True, Outcome.NOT_MET),
    ],
)
def test_each_operator(operator, value, seen, outcome):
    assert rules.apply("fact", operator, value, {"fact": seen}) == (outcome, seen)


@pytest.mark.parametrize("seen", [None, "", []])
def test_a_missing_fact_is_unknown_and_never_a_failure(seen):
    assert rules.apply("fact", "in", ["x"], {"fact": seen}) == (Outcome.UNKNOWN, None)
    assert rules.apply("other", "in", ["x"], {}) == (Outcome.UNKNOWN, None)


def test_facts_that_follow_from_answers():
    created = rules.facts({"company_status": "sarl", "founding_date": "2025-10-01"}, TODAY)

    assert (created["company_created"], created["company_age_months"]) == (True, 13)
    assert rules.facts({"company_status": "not_created"}, TODAY)["company_created"] is False
    assert rules.facts({}, TODAY)["company_created"] is None
