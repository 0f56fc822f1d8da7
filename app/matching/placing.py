"""Placement of a call's files by ml.assign: what goes in and comes out is plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOT_WISHED = 1e-3
"""What a place counts, per point of fit, for someone who lets the team choose: below any named wish."""


@dataclass(frozen=True, slots=True)
class Hopeful:
    """A file: fit by opening it may take, its wishes from the first on, whether the team chooses, its region."""

    id: str
    fits: Mapping[str, float]
    wishes: Sequence[str]
    team_chooses: bool
    region: str | None


@dataclass(frozen=True, slots=True)
class Limit:
    """At least and at most so many placed files of a region."""

    region: str
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Opening by file; points one more seat adds, by opening; files passed over by a lower fit; limits that clash."""

    placed: Mapping[str, str]
    prices: Mapping[str, float]
    envy: int
    conflict: Sequence[str]


def place(
    method: str, files: Sequence[Hopeful], seats: Mapping[str, int], limits: Sequence[Limit], seed: str
) -> Proposal:
    """`stable` passes nobody over; `best` has the greatest sum of fits and keeps the limits. Ties go by lot."""
    import numpy as np

    from ml.assign import capacity, deferred_acceptance
    from ml.assign.lottery import draw

    openings = sorted(seats)
    column = {key: number for number, key in enumerate(openings)}
    scores = np.full((len(files), len(openings)), -np.inf)
    wanted = np.full(scores.shape, -np.inf)
    for row, file in enumerate(files):
        for key, fit in file.fits.items():
            if key not in column or (key not in file.wishes and not file.team_chooses):
                continue
            scores[row, column[key]] = fit
            rank = file.wishes.index(key) if key in file.wishes else None
            wanted[row, column[key]] = fit * NOT_WISHED if rank is None else 10.0 - rank
    free = np.array([seats[key] for key in openings], dtype=np.int64)
    place_of = {key: number for number, key in enumerate(draw(seed, [file.id for file in files]))}
    prices, conflict = np.zeros(len(openings)), tuple[str, ...]()
    if method == "stable":
        lots = np.array([place_of[file.id] for file in files], dtype=np.int64)
        placed = deferred_acceptance.place(scores, wanted, free, lots).placed
    else:
        quotas = [
            capacity.Quota(
                limit.region,
                limit.least,
                limit.most,
                tuple(r for r, file in enumerate(files) if file.region == limit.region),
            )
            for limit in limits
        ]
        nudge = np.array([[1e-6 * (1 - place_of[file.id] / max(len(files), 1))] for file in files]).reshape(-1, 1)
        found = capacity.place(scores + nudge, free, quotas)
        placed, prices, conflict = found.placed, found.prices, found.conflict
    return Proposal(
        {file.id: openings[placed[row]] for row, file in enumerate(files) if placed[row] >= 0},
        {key: round(float(prices[number]), 1) for number, key in enumerate(openings)},
        0 if conflict else deferred_acceptance.envied(scores, wanted, free, placed),
        conflict,
    )
