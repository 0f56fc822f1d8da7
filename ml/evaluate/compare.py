"""Two ways to fit side by side on the same later decisions: figures with intervals, groups, curves, and flips.

What is compared are recipes, not files: each is fitted again, with its own settings, on the earlier decisions of one
frozen set, so that neither has seen a decision it is judged by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.contracts import LabelledApplication, Match, OpeningProfile, Settings
from ml.data.schema import best_opening
from ml.evaluate.fairness import wilson
from ml.evaluate.metrics import bootstrap, calibration_error, hit_at, log_loss, mean_reciprocal_rank
from ml.evaluate.splits import by_date, temporal, without_programme
from ml.models.ranker import Bundle
from ml.predict import rank
from ml.train import train

Floats = NDArray[np.float64]
Progress = Callable[[float, str], None]
LATER = 0.25
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Parts of the earlier decisions on which the learning curve is fitted."""
BINS = 10
WORST_AT_LEAST = 10
"""Decisions a group needs before it can be called the worst."""
MOST_HIDDEN = 12
"""Programmes hidden one at a time: those with most later decisions."""
MOST_FLIPS = 200
ROUNDS = 300


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What one fitted matcher said of one decided application; `probabilities` and `right` run over its openings."""

    sample: LabelledApplication
    first: str
    place: str
    rank: int
    included: bool
    size: int
    probabilities: Floats
    right: Floats


@dataclass(frozen=True, slots=True)
class Recipe:
    """A name and the settings to fit with."""

    name: str
    settings: Settings


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What both recipes are fitted on and judged by."""

    early: tuple[LabelledApplication, ...]
    later: tuple[LabelledApplication, ...]
    catalogue: tuple[OpeningProfile, ...]
    seed: int


def ground(samples: Sequence[LabelledApplication], catalogue: Sequence[OpeningProfile], *, seed: int = 0) -> Ground:
    """The newest quarter of the decisions that gave a place, and all that was known before them.

    Raises ValueError when no decision is new enough.
    """
    _older, later = temporal([sample for sample in samples if best_opening(sample) is not None], LATER)
    if not later:
        raise ValueError("no later decision gave a place")
    first = (later[0].decided_on, later[0].profile.key)
    early = tuple(one for one in by_date(samples) if (one.decided_on, one.profile.key) < first)
    return Ground(early, later, tuple(catalogue), seed)


def compare(over: Ground, recipes: Sequence[Recipe], progress: Progress | None = None) -> dict[str, Any]:
    """Everything the bench shows, as plain data: one entry per recipe under `sides`, and the flips of the first two."""
    report = progress or (lambda share, note: None)
    fitted: list[Bundle] = []
    sides, judged = [], []
    for index, recipe in enumerate(recipes):
        start, width = index / len(recipes), 1 / len(recipes)

        def tell(share: float, note: str, *, start: float = start, width: float = width) -> None:
            report(start + width * share, note)

        bundle = train(over.early, over.catalogue, settings=recipe.settings, seed=over.seed)
        tell(0.2, "judge")
        found = judge(bundle, over.later)
        fitted.append(bundle)
        judged.append(found)
        sides.append({"name": recipe.name, **_side(over, recipe, found, tell)})
    result: dict[str, Any] = {"earlier": len(over.early), "later": len(over.later), "sides": sides}
    if len(recipes) > 1:
        result["flips"] = flips(fitted[0], judged[0], fitted[1], judged[1])
        result["flipped"] = sum(one.first != other.first for one, other in zip(judged[0], judged[1], strict=True))
    report(1.0, "done")
    return result


def _side(over: Ground, recipe: Recipe, found: Sequence[Judged], tell: Progress) -> dict[str, Any]:
    groups = by_group(found)
    curve = _learning(over, recipe, found, lambda share, note: tell(0.2 + 0.3 * share, note))
    hidden = _hidden(over, recipe, lambda share, note: tell(0.5 + 0.5 * share, note))
    return {
        **figures(found, seed=over.seed),
        "calibration": calibration_curve(found),
        "groups": groups,
        "worst": worst(groups),
        "unseen": figures(hidden, seed=over.seed),
        "learning": curve,
    }


def judge(bundle: Bundle, samples: Iterable[LabelledApplication]) -> list[Judged]:
    """Rank every sample that was given a place."""
    result = []
    for sample in samples:
        place = best_opening(sample)
        if place is None:
            continue
        matches = rank(bundle, sample.profile, sample.openings, explain=False)
        keys = [match.opening for match in matches]
        chosen = [match for match in matches if match.in_set]
        result.append(
            Judged(
                sample,
                keys[0],
                place,
                1 + keys.index(place),
                any(match.opening == place for match in chosen),
                len(chosen),
                np.array([match.probability for match in matches]),
                np.array([float(key == place) for key in keys]),
            )
        )
    return result


def figures(judged: Sequence[Judged], *, seed: int = 0) -> dict[str, Any]:
    """Agreement, order, probability and doubt over some decisions; pairs of [low, high] are 95 % intervals."""
    if not judged:
        return {"decisions": 0}
    ranks = np.array([one.rank for one in judged], dtype=np.int64)
    losses = np.array([log_loss(one.probabilities, one.right) for one in judged])
    probabilities, right = _pairs(judged)
    return {
        "decisions": len(judged),
        "top1": hit_at(ranks, 1),
        "top1_interval": _interval(ranks, lambda drawn: hit_at(drawn.astype(np.int64), 1), seed),
        "top3": hit_at(ranks, 3),
        "top3_interval": _interval(ranks, lambda drawn: hit_at(drawn.astype(np.int64), 3), seed),
        "mrr": mean_reciprocal_rank(ranks),
        "mrr_interval": _interval(ranks, lambda drawn: mean_reciprocal_rank(drawn.astype(np.int64)), seed),
        "log_loss": float(losses.mean()),
        "log_loss_interval": _interval(losses, lambda drawn: float(drawn.astype(float).mean()), seed),
        "ece": calibration_error(probabilities, right),
        "coverage": float(np.mean([one.included for one in judged])),
        "set_size": float(np.mean([one.size for one in judged])),
    }


def _pairs(judged: Sequence[Judged]) -> tuple[Floats, Floats]:
    return np.concatenate([one.probabilities for one in judged]), np.concatenate([one.right for one in judged])


def _interval(values: NDArray[Any], measure: Callable[[NDArray[Any]], float], seed: int) -> list[float]:
    return list(bootstrap(values, measure, seed=seed, rounds=ROUNDS))


def calibration_curve(judged: Sequence[Judged]) -> list[dict[str, float]]:
    """Mean probability given and share that was right, over equally wide bins that hold something."""
    probabilities, right = _pairs(judged)
    place = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return [
        {
            "given": float(probabilities[place == number].mean()),
            "right": float(right[place == number].mean()),
            "pairs": int((place == number).sum()),
        }
        for number in range(BINS)
        if (place == number).any()
    ]


GROUPS: Mapping[str, Callable[[Judged], str]] = {
    "programme": lambda one: _opening(one).programme,
    "site": lambda one: _opening(one).site,
    "language": lambda one: one.sample.profile.language,
    "sector": lambda one: one.sample.profile.sector or "",
}
"""What decisions are grouped by: the place that was given, or what the application said."""


def _opening(one: Judged) -> OpeningProfile:
    return next(opening for opening in one.sample.openings if opening.key == one.place)


def by_group(judged: Sequence[Judged]) -> dict[str, list[dict[str, Any]]]:
    """Agreement and coverage of every group, the largest first."""
    result: dict[str, list[dict[str, Any]]] = {}
    for kind, name_of in GROUPS.items():
        members: dict[str, list[Judged]] = {}
        for one in judged:
            members.setdefault(name_of(one), []).append(one)
        result[kind] = [
            {"name": name, **_short(own)}
            for name, own in sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
        ]
    return result


def _short(judged: Sequence[Judged]) -> dict[str, Any]:
    """With Wilson's interval: drawing few decisions again would give none at 0 and 100 %."""
    ranks = np.array([one.rank for one in judged], dtype=np.int64)
    return {
        "decisions": len(judged),
        "top1": hit_at(ranks, 1),
        "top1_interval": list(wilson(int((ranks == 1).sum()), len(ranks))),
        "top3": hit_at(ranks, 3),
        "coverage": float(np.mean([one.included for one in judged])),
    }


def worst(groups: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any] | None:
    """The group of enough decisions in which the right place came first least often."""
    found = [
        {"kind": kind, "name": row["name"], "decisions": row["decisions"], "top1": row["top1"]}
        for kind, rows in groups.items()
        for row in rows
        if row["decisions"] >= WORST_AT_LEAST
    ]
    return min(found, key=lambda row: (row["top1"], -row["decisions"], row["name"]), default=None)


def _learning(over: Ground, recipe: Recipe, whole: Sequence[Judged], tell: Progress) -> list[dict[str, Any]]:
    """Agreement after learning from the oldest part of the earlier decisions, larger and larger."""
    result = []
    for number, share in enumerate(SHARES):
        tell(number / len(SHARES), "learning curve")
        count = round(len(over.early) * share)
        found = whole
        if share < 1:
            found = judge(
                train(over.early[:count], over.catalogue, settings=recipe.settings, seed=over.seed), over.later
            )
        result.append({"share": share, "earlier": count, **_short(found)})
    return result


def _hidden(over: Ground, recipe: Recipe, tell: Progress) -> list[Judged]:
    """Later decisions for a programme, by a matcher fitted as if that programme had no history, one at a time."""
    placed: dict[str, list[LabelledApplication]] = {}
    for sample in over.later:
        key = best_opening(sample)
        programme = next(opening.programme for opening in sample.openings if opening.key == key)
        placed.setdefault(programme, []).append(sample)
    chosen = sorted(placed, key=lambda name: (-len(placed[name]), name))[:MOST_HIDDEN]
    result = []
    for number, programme in enumerate(chosen):
        tell(number / len(chosen), "unseen programmes")
        kept, _own = without_programme(over.early, programme)
        bundle = train(kept, over.catalogue, settings=recipe.settings, seed=over.seed)
        result += judge(bundle, placed[programme])
    return result


def flips(
    one: Bundle, judged: Sequence[Judged], other: Bundle, others: Sequence[Judged], limit: int = MOST_FLIPS
) -> list[dict[str, Any]]:
    """Applications whose first place differs, with the coded reasons of each side for its own."""
    result = []
    for mine, theirs in zip(judged, others, strict=True):
        if mine.first == theirs.first:
            continue
        result.append(
            {"key": mine.sample.profile.key, "place": mine.place, "sides": [_told(one, mine), _told(other, theirs)]}
        )
        if len(result) == limit:
            break
    return result


def _told(bundle: Bundle, judged: Judged) -> dict[str, Any]:
    best = rank(bundle, judged.sample.profile, judged.sample.openings)[0]
    return {"opening": best.opening, "fit": best.fit, "reasons": codes(best)}


def codes(match: Match) -> list[list[Any]]:
    """Code and points of the reasons shown for a match: no evidence, so nobody's words."""
    return [[reason.code, reason.points] for reason in (*match.reasons_for, *match.reasons_against)]
