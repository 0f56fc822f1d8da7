"""Labelled pairs of many decisions as one matrix, grouped by the call they were candidates of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ml.contracts import LabelledApplication, OpeningProfile
from ml.data.schema import best_opening
from ml.features.history import History
from ml.features.likeness import Descriptions, Documents
from ml.features.names import NAMES
from ml.features.pairs import Candidates, Likeness, likeness, matrix
from ml.features.text import TextSpace

Floats = NDArray[np.float64]
NAMED = ("labels", "weights", "known", "application", "programme", "key", "best")
CHUNK = 256
"""Applications turned into features at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """N labelled pairs: features (F, N), labels and weights (N,), history flag, application, programme, opening key.

    `best` marks the pair that was the committee's choice for its application.
    """

    features: Floats
    labels: Floats
    weights: Floats
    known: NDArray[np.bool_]
    application: NDArray[np.int64]
    programme: NDArray[np.str_]
    key: NDArray[np.str_]
    best: NDArray[np.bool_]


def collect(
    samples: Sequence[LabelledApplication],
    documents: Documents,
    space: TextSpace,
    catalogue: Descriptions,
    history: History,
) -> Pairs:
    """All pairs of the samples, whose texts are `documents`; those without information have weight 0."""
    calls: dict[tuple[OpeningProfile, ...], list[int]] = {}
    for index, sample in enumerate(samples):
        calls.setdefault(sample.openings, []).append(index)
    parts: list[Pairs] = []
    for openings, members in calls.items():
        candidates = Candidates.of(openings, space, history)
        for start in range(0, len(members), CHUNK):
            chosen = members[start : start + CHUNK]
            texts = documents.rows(chosen)
            alike = likeness([samples[row].profile for row in chosen], texts, candidates, catalogue, history)
            parts.append(_part([samples[row] for row in chosen], chosen, candidates, alike))
    return _joined(parts)


def _part(
    samples: Sequence[LabelledApplication], indices: Sequence[int], candidates: Candidates, alike: Likeness
) -> Pairs:
    profiles = [sample.profile for sample in samples]
    labels, weights, best = _targets(samples, candidates.profiles)
    shape = labels.shape
    programmes = np.array([opening.programme for opening in candidates.profiles], dtype=np.str_)
    return Pairs(
        features=matrix(profiles, alike, candidates).reshape(len(NAMES), -1),
        labels=labels.ravel(),
        weights=weights.ravel(),
        known=alike.known.ravel(),
        application=np.repeat(np.array(indices, dtype=np.int64), shape[1]),
        programme=np.broadcast_to(programmes[None, :], shape).ravel(),
        key=np.broadcast_to(np.array([one.key for one in candidates.profiles], dtype=np.str_)[None, :], shape).ravel(),
        best=best.ravel(),
    )


def _targets(
    samples: Sequence[LabelledApplication], openings: Sequence[OpeningProfile]
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Labels, weights and best flags (n, m); unlabelled candidates count as 0 as surely as the best label is high."""
    labels, weights = np.zeros((2, len(samples), len(openings)))
    best = np.zeros(labels.shape, dtype=bool)
    for row, sample in enumerate(samples):
        implied = max(sample.labels.values(), default=0.0)
        chosen = best_opening(sample)
        for column, opening in enumerate(openings):
            label = sample.labels.get(opening.key)
            labels[row, column] = label or 0.0
            weights[row, column] = sample.weight * (implied if label is None else 1.0)
            best[row, column] = opening.key == chosen
    return labels, weights, best


def parted(pairs: Pairs, first: int) -> tuple[Pairs, Pairs]:
    """The pairs of the applications before `first`, and those from it on, numbered again from 0."""
    return _some(pairs, pairs.application < first, 0), _some(pairs, pairs.application >= first, first)


def by_application(pairs: Pairs) -> list[NDArray[np.int64]]:
    """Numbers of the pairs of each application, in the order of the applications."""
    order = np.argsort(pairs.application, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(pairs.application[order])) + 1)


def spread(values: Floats, pairs: Pairs) -> Floats:
    """Values of pairs (N,) as one row per application, filled up with NaN."""
    rows = [values[own] for own in by_application(pairs)]
    width = max(len(row) for row in rows)
    return np.array([np.concatenate([row, np.full(width - len(row), np.nan)]) for row in rows])


def _some(pairs: Pairs, kept: NDArray[np.bool_], zero: int) -> Pairs:
    found = Pairs(pairs.features[:, kept], *(getattr(pairs, name)[kept] for name in NAMED))
    return replace(found, application=found.application - zero)


def _joined(parts: Sequence[Pairs]) -> Pairs:
    if not parts:
        none, words = np.zeros(0), np.zeros(0, dtype=np.str_)
        return Pairs(np.zeros((len(NAMES), 0)), none, none, none > 0, none.astype(int), words, words, none > 0)
    return Pairs(
        np.concatenate([part.features for part in parts], axis=1),
        *(np.concatenate([getattr(part, name) for part in parts]) for name in NAMED),
    )
