"""The rules-only ranking used when no model can be loaded: built-in weights, no data, no scikit-learn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from ml.contracts import Match, OpeningProfile, Settings, StartupProfile
from ml.features.history import History
from ml.features.likeness import Descriptions
from ml.features.names import HISTORY, MEANS, UNITS
from ml.features.text import TextSpace
from ml.models.ranker import Bundle, Regime, Scale
from ml.models.rivalry import Rivalry
from ml.predict import rank

TYPICAL_OPENINGS = 24
SCALE = Scale(0.5, -0.2)
"""As a model without data measures it on the invented profiles."""


@cache
def rules() -> Bundle:
    """The built-in weights as a bundle: every word weighs the same and no programme has a history."""
    space = TextSpace.flat()
    regime = Regime(np.where(HISTORY, 0.0, UNITS), -math.log(TYPICAL_OPENINGS - 1))
    return Bundle(
        space=space,
        catalogue=Descriptions.of((), space),
        history=History.empty(),
        known=regime,
        new=regime,
        means=MEANS,
        scale=SCALE,
        openings=(),
        rivalry=Rivalry(),
        settings=Settings(),
        prior_only=True,
        metrics={"prior_only": True},
        facts={},
    )


def rank_by_rules(profile: StartupProfile, openings: Sequence[OpeningProfile]) -> tuple[Match, ...]:
    """Matches in the shape of `ml.predict.rank`, best first; never sure, as nothing was learned."""
    return rank(rules(), profile, openings)
