"""A bundle as named arrays and one JSON text, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import scipy.sparse as sp

from ml.contracts import OpeningProfile, Settings
from ml.features.history import History
from ml.features.likeness import Descriptions
from ml.features.names import NAMES
from ml.features.taught import Taught
from ml.features.text import TextSpace
from ml.models.ranker import Bundle, Regime, Scale
from ml.models.rivalry import Rivalry

State = dict[str, Any]
REGIMES = ("known", "new")
MATRICES = ("catalogue_words", "catalogue_characters", "history_words")


def to_state(bundle: Bundle) -> State:
    """Arrays by name, and under `json` everything that is not an array."""
    state: State = {
        "space_words": bundle.space.words,
        "space_characters": bundle.space.characters,
        "catalogue_row_text": bundle.catalogue.row_text,
        "catalogue_text_of": bundle.catalogue.text_of,
        "history_owner": bundle.history.owner,
        "history_keys": bundle.history.keys,
        "history_sector": bundle.history.sector,
        "history_stage": bundle.history.stage,
        "taught_terms": bundle.history.taught.terms,
        "taught_weights": bundle.history.taught.weights.astype(np.float16),
        "taught_keys": bundle.history.taught.keys,
        "taught_left_out": bundle.history.taught.left_out.astype(np.float16),
        "means": bundle.means,
        "known_weights": bundle.known.weights,
        "new_weights": bundle.new.weights,
    }
    matrices = (bundle.catalogue.words, bundle.catalogue.characters, bundle.history.words)
    for name, matrix in zip(MATRICES, matrices, strict=True):
        state[f"{name}_data"], state[f"{name}_indices"] = matrix.data, matrix.indices.astype(np.int32)
        state[f"{name}_indptr"] = matrix.indptr.astype(np.int64)
    state["json"] = json.dumps(_plain(bundle), sort_keys=True, ensure_ascii=False)
    return state


def _plain(bundle: Bundle) -> dict[str, Any]:
    return {
        "features": list(NAMES),
        "regimes": {name: _scalars(getattr(bundle, name)) for name in REGIMES},
        "scale": [bundle.scale.slope, bundle.scale.middle],
        "programmes": list(bundle.history.programmes),
        "descriptions": bundle.catalogue.count,
        "openings": [asdict(opening) for opening in bundle.openings],
        "rivalry": [bundle.rivalry.slope, bundle.rivalry.shift, bundle.rivalry.weight],
        "settings": asdict(bundle.settings),
        "prior_only": bundle.prior_only,
        "metrics": dict(bundle.metrics),
        "facts": dict(bundle.facts),
    }


def from_state(state: Mapping[str, Any]) -> Bundle:
    """The bundle of a state; raises KeyError or ValueError when parts are missing or made for other features."""
    plain = json.loads(state["json"])
    if tuple(plain["features"]) != NAMES:
        raise ValueError("the model was made for other features")
    regimes = {name: Regime(state[f"{name}_weights"], *plain["regimes"][name]) for name in REGIMES}
    catalogue_words, catalogue_characters, history_words = (_matrix(state, name) for name in MATRICES)
    return Bundle(
        space=TextSpace(state["space_words"], state["space_characters"]),
        catalogue=Descriptions(
            (),
            catalogue_words,
            catalogue_characters,
            state["catalogue_row_text"],
            state["catalogue_text_of"],
            plain["descriptions"],
        ),
        history=History(
            tuple(plain["programmes"]),
            state["history_owner"],
            state["history_keys"],
            state["history_sector"],
            state["history_stage"],
            history_words,
            Taught(
                tuple(plain["programmes"]),
                state["taught_terms"],
                state["taught_weights"].astype(np.float32),
                state["taught_keys"],
                state["taught_left_out"].astype(np.float32),
            ),
        ),
        known=regimes["known"],
        new=regimes["new"],
        means=state["means"],
        scale=Scale(*plain["scale"]),
        openings=tuple(_opening(facts) for facts in plain["openings"]),
        rivalry=Rivalry(*plain["rivalry"]),
        settings=Settings(**plain["settings"]),
        prior_only=plain["prior_only"],
        metrics=plain["metrics"],
        facts=plain["facts"],
    )


def _scalars(regime: Regime) -> list[float]:
    return [regime.base, regime.threshold, regime.written]


def _opening(facts: Mapping[str, Any]) -> OpeningProfile:
    values: dict[str, Any] = {name: tuple(fact) if isinstance(fact, list) else fact for name, fact in facts.items()}
    return OpeningProfile(**values)


def _matrix(state: Mapping[str, Any], name: str) -> sp.csr_array:
    indptr = state[f"{name}_indptr"]
    shape = (len(indptr) - 1, len(state["space_words"]))
    return sp.csr_array((state[f"{name}_data"], state[f"{name}_indices"], indptr), shape=shape)
