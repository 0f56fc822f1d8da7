"""The figures of a ranking: the same for the matcher and for every baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.bench.rows import Task
from ml.evaluate.metrics import bootstrap, calibration_error, coverage, hit_at, mean_reciprocal_rank

Floats = NDArray[np.float64]
SMALLEST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """One test application: scores (m,) that order its candidates, their probabilities, and those in its 90 % set."""

    scores: Floats
    probabilities: Floats
    included: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the right candidate came, how sure the first one was, and whether it was right."""

    rank: int
    right_probability: float
    first_probability: float
    first_seen: bool
    included: bool
    size: int
    seen: bool


def figures(task: Task, rankings: Sequence[Ranking]) -> dict[str, Any]:
    """hit@1 with its interval, hit@3, MRR, log-loss, ECE, coverage and size of the sets; for seen and unseen ones.

    log_loss: of the probabilities made to sum to 1 over the candidates, at the (best ranked) right one; ece: of the
    first place, ten equally filled bins; false_pulls: share of applications of seen programmes whose first place is
    an unseen one.
    """
    placed = [_placed(task, row, ranking) for row, ranking in enumerate(rankings)]
    found = _figures(placed)
    seen, unseen = [one for one in placed if one.seen], [one for one in placed if not one.seen]
    if unseen:
        found["seen"], found["unseen"] = _figures(seen), _figures(unseen)
        found["false_pulls"] = float(np.mean([not one.first_seen for one in seen])) if seen else 0.0
    return found


def _placed(task: Task, row: int, ranking: Ranking) -> Placed:
    openings, right = task.candidates[row], task.right[row]
    keys = [opening.key for opening in openings]
    order = sorted(range(len(keys)), key=lambda column: (-ranking.scores[column], keys[column]))
    rank, best = next((place, column) for place, column in enumerate(order, 1) if keys[column] in right)
    shares = ranking.probabilities / max(float(ranking.probabilities.sum()), SMALLEST)
    inside = ranking.included
    return Placed(
        rank=rank,
        right_probability=float(shares[best]),
        first_probability=float(shares[order[0]]),
        first_seen=openings[order[0]].programme in task.seen,
        included=bool(inside[best]) if inside is not None else False,
        size=int(inside.sum()) if inside is not None else 0,
        seen=openings[best].programme in task.seen,
    )


def _figures(placed: Sequence[Placed]) -> dict[str, Any]:
    if not placed:
        return {"applications": 0}
    ranks = np.array([one.rank for one in placed], dtype=np.int64)
    first = np.array([one.first_probability for one in placed])
    found: dict[str, Any] = {
        "applications": len(placed),
        "hit_at_1": hit_at(ranks, 1),
        "hit_at_1_interval": list(bootstrap(ranks, lambda drawn: hit_at(drawn.astype(np.int64), 1))),
        "hit_at_3": hit_at(ranks, 3),
        "mean_reciprocal_rank": mean_reciprocal_rank(ranks),
        "log_loss": float(-np.log(np.maximum([one.right_probability for one in placed], SMALLEST)).mean()),
        "ece": calibration_error(first, (ranks == 1).astype(float)),
    }
    if any(one.size for one in placed):
        found["coverage"] = coverage(np.array([one.included for one in placed]))
        found["mean_set_size"] = float(np.mean([one.size for one in placed]))
    return found
