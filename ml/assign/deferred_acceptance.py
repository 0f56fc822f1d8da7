"""Stable placement: nobody is passed over for a place they prefer by someone with a lower score there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Stable:
    """Column placed in for each application (n,), NOWHERE for none, and the lowest score taken at each opening (m,).

    A cut-off is -inf where seats were left.
    """

    placed: NDArray[np.int64]
    cutoffs: Floats


def place(scores: Floats, preferences: Floats, seats: NDArray[np.int64], lots: NDArray[np.int64]) -> Stable:
    """Applicant-proposing deferred acceptance (Gale and Shapley, 1962), stated by cut-offs (Azevedo and Leshno, 2016).

    scores (n, m): how each opening ranks applications; preferences (n, m): how each application ranks openings, -inf
    where it may not go; seats (m,); lots (n,): smaller wins where scores are equal, all different. Scores of -inf are
    never placed. Raises ValueError on shapes that do not fit or negative seats.
    """
    count, width = scores.shape
    if preferences.shape != scores.shape or seats.shape != (width,) or lots.shape != (count,):
        raise ValueError("scores and preferences must be (n, m), seats (m,) and lots (n,)")
    if (seats < 0).any():
        raise ValueError("seats cannot be negative")
    wanted = np.where(np.isfinite(scores) & (seats > 0)[None, :], preferences, -np.inf)
    lowest = np.full(width, -np.inf)
    lowest_lot = np.full(width, np.iinfo(np.int64).max)
    placed = np.full(count, NOWHERE, dtype=np.int64)
    free = np.arange(count)
    while len(free):
        own = scores[free]
        open_to = (own > lowest) | ((own == lowest) & (lots[free][:, None] < lowest_lot))
        left = np.where(open_to, wanted[free], -np.inf)
        best = left.argmax(axis=1)
        able = np.isfinite(left[np.arange(len(free)), best])
        proposing = free[able]
        placed[proposing] = best[able]
        free = _turned_away(placed, np.unique(best[able]), scores, seats, lots, lowest, lowest_lot)
    return Stable(placed, lowest)


def _turned_away(
    placed: NDArray[np.int64],
    asked: NDArray[np.int64],
    scores: Floats,
    seats: NDArray[np.int64],
    lots: NDArray[np.int64],
    lowest: Floats,
    lowest_lot: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Keep the best of those held at each opening asked, raise its cut-off, and return those who lose their place."""
    out = [np.zeros(0, dtype=np.int64)]
    holders = np.argsort(placed.astype(np.int16), kind="stable")
    edges = np.searchsorted(placed[holders], [asked, asked + 1])
    for column, start, stop in zip(asked.tolist(), *edges.tolist(), strict=True):
        held = holders[start:stop]
        if len(held) < seats[column]:
            continue
        ranked = held[np.lexsort((lots[held], -scores[held, column]))]
        last = ranked[seats[column] - 1]
        lowest[column], lowest_lot[column] = scores[last, column], lots[last]
        out.append(ranked[seats[column] :])
    lost = np.concatenate(out)
    placed[lost] = NOWHERE
    return lost


def envied(scores: Floats, preferences: Floats, seats: NDArray[np.int64], placed: NDArray[np.int64]) -> int:
    """Applications that would rather be where a lower score, or an empty seat, was taken: 0 in a stable placement."""
    taken = np.bincount(placed[placed >= 0], minlength=len(seats))
    lowest = np.full(len(seats), np.inf)
    np.minimum.at(lowest, placed[placed >= 0], scores[np.flatnonzero(placed >= 0), placed[placed >= 0]])
    lowest = np.where(taken < seats, -np.inf, lowest)
    own = np.where(placed >= 0, preferences[np.arange(len(placed)), np.maximum(placed, 0)], -np.inf)
    better = np.isfinite(preferences) & np.isfinite(scores) & (preferences > own[:, None]) & (scores > lowest[None, :])
    return int(better.any(axis=1).sum())
