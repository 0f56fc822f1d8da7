"""The figures of a bundle on decisions it has not learned from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.contracts import LabelledApplication
from ml.data.schema import best_opening
from ml.evaluate.metrics import bootstrap, calibration_error, coverage, hit_at, log_loss, mean_reciprocal_rank
from ml.features.likeness import Documents
from ml.models.pairs import by_application, collect
from ml.models.ranker import Bundle, total

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One decided application: rank and probability of the right opening, its set, and its programme."""

    rank: int
    included: bool
    set_size: int
    first_probability: float
    first_right: bool
    programme_rank: int
    programme: str
    known: bool


def evaluate(
    bundle: Bundle, samples: Sequence[LabelledApplication], *, unseen: Collection[str] = (), seed: int = 0
) -> dict[str, Any]:
    """Metrics on held-out samples, for all of them and by programme seen or unseen in training.

    `unseen` names programmes to report apart; without it they are those for which the bundle has no history.
    """
    placed = [sample for sample in samples if best_opening(sample) is not None]
    if not placed:
        return {"applications": 0}
    texts = Documents.of([sample.profile for sample in placed], bundle.space)
    pairs = collect(placed, texts, bundle.space, bundle.catalogue, bundle.history)
    shaped, known = pairs.features[:, None, :], pairs.known[None, :]
    margins = total(bundle.base(known), bundle.contributions(shaped, known, bundle.apart(pairs.programme)))[0]
    rivals = bundle.rivals([sample.profile for sample in placed], texts)
    probabilities = bundle.rivalry.probability(margins, rivals[pairs.application, bundle.places(pairs.key.tolist())])
    limits = np.where(pairs.known, bundle.known.threshold, bundle.new.threshold)
    judged = []
    for own in by_application(pairs):
        included = probabilities[own] >= limits[own]
        judged.append(
            _judge(margins[own], probabilities[own], included, pairs.best[own], pairs.programme[own], pairs.known[own])
        )
    figures = _figures(judged, seed)
    labels = pairs.best.astype(float)
    figures["log_loss"] = log_loss(probabilities, labels)
    figures["calibration_error"] = calibration_error(probabilities, labels)
    groups = {"seen": [j for j in judged if _seen(j, unseen)], "unseen": [j for j in judged if not _seen(j, unseen)]}
    for name, group in groups.items():
        figures[name] = _figures(group, seed) if group else {"applications": 0}
    return figures


def _seen(judged: Judged, unseen: Collection[str]) -> bool:
    return judged.programme not in unseen if unseen else judged.known


def _judge(
    margins: Floats,
    probabilities: Floats,
    included: NDArray[np.bool_],
    best: NDArray[np.bool_],
    programmes: NDArray[np.str_],
    known: NDArray[np.bool_],
) -> Judged:
    right = int(np.flatnonzero(best)[0])
    first = int(np.argmax(margins))
    own = programmes == programmes[right]
    better = {str(name) for name in programmes[margins > margins[own].max()]}
    return Judged(
        rank=1 + int((margins > margins[right]).sum()),
        included=bool(included[right]),
        set_size=int(included.sum()),
        first_probability=float(probabilities[first]),
        first_right=first == right,
        programme_rank=1 + len(better),
        programme=str(programmes[right]),
        known=bool(known[right]),
    )


def _figures(judged: Sequence[Judged], seed: int) -> dict[str, Any]:
    ranks = np.array([one.rank for one in judged], dtype=np.int64)
    programme_ranks = np.array([one.programme_rank for one in judged], dtype=np.int64)
    first = np.array([one.first_probability for one in judged])
    right = np.array([one.first_right for one in judged], dtype=float)
    return {
        "applications": len(judged),
        "hit_at_1": hit_at(ranks, 1),
        "hit_at_1_interval": list(bootstrap(ranks, lambda drawn: hit_at(drawn.astype(np.int64), 1), seed=seed)),
        "hit_at_3": hit_at(ranks, 3),
        "mean_reciprocal_rank": mean_reciprocal_rank(ranks),
        "programme_hit_at_1": hit_at(programme_ranks, 1),
        "programme_hit_at_3": hit_at(programme_ranks, 3),
        "first_calibration_error": calibration_error(first, right, bins=5),
        "coverage": coverage(np.array([one.included for one in judged])),
        "mean_set_size": float(np.mean([one.set_size for one in judged])),
    }
