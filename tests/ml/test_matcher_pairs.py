"""Pair features: closed list, missing values, directions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ml.contracts import OpeningProfile, StartupProfile
from ml.features.history import History
from ml.features.likeness import Descriptions, Documents
from ml.features.names import FAMILIES, FEATURES, INDEX, SIGNS, UNITS, prior_weights
from ml.features.pairs import Candidates, likeness, matrix
from ml.features.structured import CAPITALS, encode_applications, kilometres, traction
from ml.features.text import TextSpace
from tests.ml.catalogue import OPENINGS, opening

KNOWN = StartupProfile(
    "known", text="Capteurs pour serres", sector="agritech", stage="pilots", needs=("office",), skills=("technical",),
    full_time=0, customers=0, revenue=0, export="none", company_created=False, region="MA-06", presence="onsite",
    start="now",
)  # fmt: skip


def features(profile: StartupProfile, *openings: OpeningProfile) -> dict[str, list[float]]:
    space, history = TextSpace.flat(), History.empty()
    candidates = Candidates.of(openings, space, history)
    alike = likeness([profile], Documents.of([profile], space), candidates, Descriptions.of(openings, space), history)
    pairs = matrix([profile], alike, candidates)
    return {name: pairs[index, 0].tolist() for name, index in INDEX.items()}


def test_there_are_at_most_ten_families_and_each_has_a_feature():
    assert len(FAMILIES) <= 10
    assert {feature.family for feature in FEATURES} == set(FAMILIES)


def test_built_in_weights_keep_their_direction():
    assert (SIGNS * UNITS >= 0).all()


@pytest.mark.parametrize(
    ("fact", "flag"),
    [
        ("sector", "sector_missing"),
        ("stage", "stage_missing"),
        ("region", "place_missing"),
        ("export", "export_missing"),
        ("company_created", "company_missing"),
        ("start", "timing_missing"),
    ],
)
def test_a_missing_answer_is_a_value_of_its_own(fact, flag):
    target = opening("morocco-accelerator", "rabat")

    assert features(KNOWN, target)[flag] == [0.0]
    assert features(replace(KNOWN, **{fact: None}), target)[flag] == [1.0]


def test_no_customers_is_not_the_same_as_not_told():
    told = features(KNOWN, opening("develop", "rabat"))
    silent = features(replace(KNOWN, customers=None, revenue=None, funding_raised=None), opening("develop", "rabat"))

    assert (told["traction_missing"], silent["traction_missing"]) == ([0.0], [1.0])
    assert told["traction_early"][0] > silent["traction_early"][0] == 0.0


def test_traction_is_the_mean_of_what_was_answered():
    assert traction(StartupProfile("a", customers=100)) == 1.0
    assert traction(StartupProfile("a", customers=100, revenue=0)) == 0.5
    assert np.isnan(traction(StartupProfile("a")))


def test_values_outside_the_lists_count_as_not_answered():
    encoded = encode_applications([replace(KNOWN, sector="alchemy", stage="exit", region="FR-75")])

    assert encoded.sector[0] == -1
    assert np.isnan(encoded.stage[0])
    assert np.isnan(encoded.latitude[0])


def test_a_remote_opening_has_no_distance():
    found = features(KNOWN, opening("e-technopark", "en-ligne"), opening("start", "tanger"))

    assert found["place_distance"][0] == 0.0 < found["place_distance"][1]
    assert found["place_missing"] == [0.0, 0.0]
    assert found["place_remote_unwanted"] == [1.0, 0.0]


def test_an_opening_for_all_neither_matches_nor_excludes_a_sector():
    found = features(KNOWN, opening("start", "rabat"), opening("digitagri", "rabat"), opening("hosting", "rabat"))

    assert found["sector_match"] == [0.0, 1.0, 0.0]
    assert found["sector_outside"] == [0.0, 0.0, 1.0]


def test_distances_between_capitals():
    casablanca, tanger = (np.array([[value]]) for value in CAPITALS["MA-06"]), CAPITALS["MA-01"]

    assert 280 < float(kilometres(*casablanca, np.array(tanger[0]), np.array(tanger[1]))[0, 0]) < 310


def test_features_do_not_depend_on_the_neighbours():
    alone = features(KNOWN, OPENINGS[3])
    among = features(KNOWN, *OPENINGS)

    for name, values in alone.items():
        if name != "text_lift":  # here the catalogue changes with the list; in a bundle it is fixed
            assert among[name][3] == values[0], name


def test_family_weights_of_admins_multiply_and_are_checked():
    doubled = prior_weights({"place": 2.0})

    assert doubled[INDEX["place_distance"]] == 2 * UNITS[INDEX["place_distance"]]
    assert doubled[INDEX["stage_match"]] == UNITS[INDEX["stage_match"]]
    with pytest.raises(ValueError, match="unknown families: taste"):
        prior_weights({"taste": 1.0})
    with pytest.raises(ValueError, match="between 0 and 3: text"):
        prior_weights({"text": -1.0})
