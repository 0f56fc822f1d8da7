"""The rules-only ranking used when no model can be loaded: built-in weights, no data, no scikit-learn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from ml.contracts import Match, OpeningProfile, StartupProfile
from ml.features.history import History
from ml.features.likeness import Descriptions
from ml.features.names import HISTORY, MEANS, UNITS
from ml.features.text import TextSpace
from ml.models.ranker import Bundle, Regime, Scale
from ml.predict import rank

TYPICAL_OPENINGS = 24
SCALE = Scale(0.6, -0.6)
"""As a model without data measures it on the invented profiles."""


@cache
def rules() -> Bundle:
    """The built-in weights as a bundle: every word weighs the same and no programme has a history."""
    space = TextSpace.flat()
    regime = Regime(np.where(HISTORY, 0.0, UNITS), -math.log(TYPICAL_OPENINGS - 1))
    return Bundle(
        space, Descriptions.of((), space), History.empty(), regime, regime, MEANS, SCALE, True, {"prior_only": True}, {}
    )


def rank_by_rules(profile: StartupProfile, openings: Sequence[OpeningProfile]) -> tuple[Match, ...]:
    """Matches in the shape of `ml.predict.rank`, best first; never sure, as nothing was learned."""
    return rank(rules(), profile, openings)
