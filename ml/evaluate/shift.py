"""How far texts and reasons have moved from those of the training: context for the alarms, not alarms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ml.features.history import ENOUGH
from ml.features.text import TextSpace, tokens, word_bucket
from ml.models.ranker import Bundle

BINS = 10
MANY = 200
"""Values each side needs before their distance says more than chance: by chance alone it is 9 (1/n + 1/m)."""


def psi(reference: Sequence[float], present: Sequence[float], bins: int = BINS) -> float | None:
    """Population stability index over bins that hold equal parts of the reference; None with too few values.

    Empty bins count as half a value, so that the index stays finite.
    """
    if min(len(reference), len(present)) < MANY:
        return None
    edges = np.unique(np.quantile(np.asarray(reference, dtype=float), np.linspace(0, 1, bins + 1)[1:-1]))
    shares = [_shares(np.asarray(values, dtype=float), edges) for values in (reference, present)]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def _shares(values: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    counts = np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1).astype(float)
    counts[counts == 0] = 0.5
    return np.asarray(counts / counts.sum())


def known_programmes(bundle: Bundle) -> frozenset[str]:
    """Programmes of which enough accepted applications were learned to count as having a history."""
    owners = np.bincount(bundle.history.owner, minlength=len(bundle.history.programmes))
    return frozenset(name for name, count in zip(bundle.history.programmes, owners, strict=True) if count >= ENOUGH)


def new_words(space: TextSpace, texts: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """(words never seen in training, words) over different words of (text, language) pairs.

    A word is new when its bucket stood in no document of the space: there the inverse document frequency is largest.
    """
    stems = {one.stem for text, language in texts for one in tokens(text, language)}
    highest = float(space.words.max())
    return sum(float(space.words[word_bucket(stem)]) >= highest - 1e-6 for stem in stems), len(stems)
