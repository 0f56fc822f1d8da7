"""The placement with the greatest sum of scores under seats, floors and ceilings, and what each seat is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, linprog, milp

Floats = NDArray[np.float64]
NOWHERE = -1
WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `least` and at most `most` placements among these applications at these openings; None: no limit.

    `applications` and `openings` are row and column numbers; None means all of them. `name` says what it is.
    """

    name: str
    least: int | None = None
    most: int | None = None
    applications: tuple[int, ...] | None = None
    openings: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Column of each application (n,), NOWHERE for none; sum of scores; worth of one more seat at each opening (m,).

    `conflict` names quotas that cannot all be met, none of which can be left out of the list; then nothing is placed.
    """

    placed: NDArray[np.int64]
    total: float
    prices: Floats
    conflict: tuple[str, ...] = ()


def place(scores: Floats, seats: NDArray[np.int64], quotas: Sequence[Quota] = ()) -> Placement:
    """Maximise the sum of scores (n, m); pairs of -inf are never placed. Solved by HiGHS, exactly.

    Floors and ceilings on disjoint groups make a network flow, whose linear programme has whole solutions; where
    groups overlap and it has not, the integer programme decides.
    """
    pairs = np.argwhere(np.isfinite(scores))
    if conflict := conflicting(pairs, scores.shape, seats, quotas):
        return Placement(np.full(len(scores), NOWHERE), 0.0, np.zeros(len(seats)), conflict)
    if not len(pairs):
        return Placement(np.full(len(scores), NOWHERE), 0.0, np.zeros(len(seats)))
    worth = scores[pairs[:, 0], pairs[:, 1]]
    rows, limits = _limits(pairs, scores.shape, seats, quotas)
    found = linprog(-worth, A_ub=rows, b_ub=limits, bounds=(0, 1), method="highs-ds")
    chosen = found.x
    prices = _prices(found, worth, rows, limits, slice(len(scores), len(scores) + len(seats)))
    if (np.minimum(chosen, 1 - chosen) > WHOLE).any():
        whole = milp(-worth, constraints=LinearConstraint(rows, ub=limits), integrality=1, bounds=(0, 1))
        chosen = whole.x
    placed = np.full(len(scores), NOWHERE, dtype=np.int64)
    taken = pairs[chosen > 0.5]
    placed[taken[:, 0]] = taken[:, 1]
    return Placement(placed, float(worth[chosen > 0.5].sum()), prices)


def _prices(found: Any, worth: Floats, rows: sp.csr_array, limits: Floats, seats: slice) -> Floats:
    """What one more seat adds to the sum, at each opening: solved again with that seat.

    A multiplier is only a bound from above where several are right, and they are many when seats are whole numbers;
    where it is nothing, so is the price.
    """
    bounds: Floats = np.maximum(-found.ineqlin.marginals[seats], 0.0)
    for column in np.flatnonzero(bounds > WHOLE):
        more = limits.copy()
        more[seats.start + column] += 1
        again = linprog(-worth, A_ub=rows, b_ub=more, bounds=(0, 1), method="highs-ds")
        bounds[column] = max(float(found.fun - again.fun), 0.0)
    return bounds


def conflicting(
    pairs: NDArray[np.int64], shape: tuple[int, int], seats: NDArray[np.int64], quotas: Sequence[Quota]
) -> tuple[str, ...]:
    """Names of an irreducible set of quotas that cannot all be met; empty when they can.

    Deletion filter (Chinneck and Dravnieks, "Locating minimal infeasible constraint sets", 1991): a quota without
    which it still cannot be done is not to blame.
    """
    blamed = list(quotas)
    if not quotas or _feasible(pairs, shape, seats, blamed):
        return ()
    for quota in quotas:
        without = [one for one in blamed if one is not quota]
        if not _feasible(pairs, shape, seats, without):
            blamed = without
    return tuple(quota.name for quota in blamed)


def _feasible(
    pairs: NDArray[np.int64], shape: tuple[int, int], seats: NDArray[np.int64], quotas: Sequence[Quota]
) -> bool:
    if not len(pairs):
        return all((quota.least or 0) <= 0 for quota in quotas)
    rows, limits = _limits(pairs, shape, seats, quotas)
    return bool(linprog(np.zeros(len(pairs)), A_ub=rows, b_ub=limits, bounds=(0, 1), method="highs").status == 0)


def _limits(
    pairs: NDArray[np.int64], shape: tuple[int, int], seats: NDArray[np.int64], quotas: Sequence[Quota]
) -> tuple[sp.csr_array, Floats]:
    """One row per application (placed once), per opening (its seats), then per floor and ceiling."""
    ones, numbers = np.ones(len(pairs)), np.arange(len(pairs))
    parts = [
        sp.csr_array((ones, (pairs[:, 0], numbers)), shape=(shape[0], len(pairs))),
        sp.csr_array((ones, (pairs[:, 1], numbers)), shape=(shape[1], len(pairs))),
    ]
    limits = [np.ones(shape[0]), seats.astype(float)]
    for quota in quotas:
        inside = np.ones(len(pairs), dtype=bool)
        if quota.applications is not None:
            inside &= np.isin(pairs[:, 0], quota.applications)
        if quota.openings is not None:
            inside &= np.isin(pairs[:, 1], quota.openings)
        row = sp.csr_array(inside[None, :].astype(float))
        if quota.least is not None:
            parts.append(-row)
            limits.append(np.array([-float(quota.least)]))
        if quota.most is not None:
            parts.append(row)
            limits.append(np.array([float(quota.most)]))
    return sp.csr_array(sp.vstack(parts, format="csr")), np.concatenate(limits)
