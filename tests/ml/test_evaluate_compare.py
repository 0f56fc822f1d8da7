"""Two recipes on the same later decisions: nobody is judged by what they learned."""

import json

import numpy as np
import pytest

from ml.contracts import Settings
from ml.data import synthetic
from ml.data.schema import best_opening
from ml.evaluate import compare
from tests.ml.catalogue import OPENINGS

PLAIN = compare.Recipe("1", Settings())
TEXT_ONLY = compare.Recipe("2", Settings(families={"text": 3.0, "sector": 0.0, "stage": 0.0, "place": 0.0}, n0=2000))


@pytest.fixture(scope="module")
def over():
    return compare.ground(synthetic.history(openings=OPENINGS, count=140), OPENINGS, seed=5)


@pytest.fixture(scope="module")
def result(over):
    notes = []
    found = compare.compare(over, [PLAIN, TEXT_ONLY], lambda share, note: notes.append(share))
    assert notes == sorted(notes)
    assert notes[-1] == 1.0
    return found


def test_what_judges_was_decided_after_what_was_learned(over):
    assert max(one.decided_on for one in over.early) <= min(one.decided_on for one in over.later)
    assert all(best_opening(one) for one in over.later)


def test_without_a_later_place_there_is_nothing_to_compare():
    with pytest.raises(ValueError, match="no later decision"):
        compare.ground([], OPENINGS)


def test_the_result_is_plain_data_with_every_figure(result):
    side = json.loads(json.dumps(result))["sides"][0]

    assert side["decisions"] == result["later"]
    assert 0 < side["top1"] <= side["top3"] <= 1
    assert side["top1_interval"][0] <= side["top1"] <= side["top1_interval"][1]
    assert 0 <= side["ece"] <= 1
    assert 0 <= side["coverage"] <= 1
    assert side["set_size"] >= 0
    assert {row["share"] for row in side["learning"]} == set(compare.SHARES)
    assert sum(row["pairs"] for row in side["calibration"]) == result["later"] * len(OPENINGS)


def test_groups_share_out_the_decisions(result):
    for rows in result["sides"][0]["groups"].values():
        assert sum(row["decisions"] for row in rows) == result["later"]


def test_programmes_never_seen_are_judged_apart(result):
    side = result["sides"][0]

    assert 0 < side["unseen"]["decisions"] <= result["later"]
    assert 0 <= side["unseen"]["top1"] <= side["unseen"]["top3"] <= 1


def test_flips_are_listed_with_the_reasons_of_each_side(result):
    assert result["flipped"] == len(result["flips"]) > 0
    for flip in result["flips"]:
        one, other = flip["sides"]
        assert one["opening"] != other["opening"]
        assert all(isinstance(points, int) for code, points in one["reasons"])


def test_equal_recipes_say_the_same(over):
    bundle = compare.train(over.early, over.catalogue, settings=PLAIN.settings, seed=5)
    again = compare.train(over.early, over.catalogue, settings=PLAIN.settings, seed=5)

    assert compare.flips(bundle, compare.judge(bundle, over.later), again, compare.judge(again, over.later)) == []


def test_the_worst_group_needs_ten_decisions():
    groups = {"site": [{"name": "a", "decisions": 9, "top1": 0.1}, {"name": "b", "decisions": 10, "top1": 0.4}]}

    assert compare.worst(groups) == {"kind": "site", "name": "b", "decisions": 10, "top1": 0.4}
    assert compare.worst({"site": []}) is None


def test_no_decisions_no_figures():
    assert compare.figures([]) == {"decisions": 0}


def test_agreement_grows_with_what_was_learned(result):
    curve = [row["top1"] for row in result["sides"][0]["learning"]]

    assert np.mean(curve[-2:]) > curve[0] - 0.05
