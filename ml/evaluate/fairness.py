"""Rates of groups side by side: intervals, gaps, the four-fifths comparison, and suppression of small groups.

Nothing here knows which fact a group stands for; groups come as counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 10
"""Fewest members a group must have to be shown."""
FOUR_FIFTHS = 0.8
NORMAL = 1.959964
"""Two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Count:
    """A group: how many members it has, and for how many of them the answer was yes."""

    members: int
    positive: int

    @property
    def rate(self) -> float:
        return self.positive / self.members if self.members else 0.0


@dataclass(frozen=True, slots=True)
class Rate:
    """A group that may be shown: its count, its share, the 95 % interval, and what the comparison says.

    `ratio` is the rate divided by that of the best group; `alarm` is "alarm" when it lies below four fifths and the
    interval of the difference leaves out zero, "watch" when only the former holds, else empty.
    """

    members: int
    positive: int
    rate: float
    low: float
    high: float
    ratio: float
    alarm: str


def wilson(positive: int, members: int, z: float = NORMAL) -> tuple[float, float]:
    """Interval of a share (Wilson, 1927): honest for small groups and for shares near 0 or 1."""
    if members <= 0:
        return 0.0, 1.0
    share = positive / members
    weight = z * z / members
    middle = (share + weight / 2) / (1 + weight)
    half = z * math.sqrt(share * (1 - share) / members + weight / (4 * members)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(one: Count, other: Count) -> tuple[float, float]:
    """Interval of the difference of two shares, one - other (Newcombe, 1998, method 10)."""
    (low, high), (other_low, other_high) = wilson(one.positive, one.members), wilson(other.positive, other.members)
    apart = one.rate - other.rate
    below = math.hypot(one.rate - low, other_high - other.rate)
    above = math.hypot(high - one.rate, other.rate - other_low)
    return apart - below, apart + above


def shown(counts: Mapping[str, Count], smallest: int = SMALLEST) -> frozenset[str]:
    """The groups that may be shown, when the totals of members and of yes answers are known from elsewhere.

    Groups under `smallest` are left out, then the next smallest ones (equal ones together, so that no order gives them
    away), until what is left out cannot be worked out from the totals by somebody who knows this rule: at least two
    groups, neither each of one member nor each just under `smallest`, and neither all nor none of their members a yes
    (unless that holds for everybody). What cannot be protected is not shown at all.
    """
    groups = sorted((name for name in counts if counts[name].members), key=lambda name: (counts[name].members, name))
    cut = sum(counts[name].members < smallest for name in groups)
    if not cut:
        return frozenset(groups)
    uniform = _uniform(counts, groups)
    while cut < len(groups) and not _safe([counts[name] for name in groups[:cut]], smallest, uniform):
        level = counts[groups[cut]].members
        cut += sum(counts[name].members == level for name in groups[cut:])
    return frozenset(groups[cut:])


def _uniform(counts: Mapping[str, Count], groups: Sequence[str]) -> bool:
    """Whether everybody got the same answer: then each group's answer is no secret."""
    positive, members = (sum(getattr(counts[name], part) for name in groups) for part in ("positive", "members"))
    return positive in (0, members)


def _safe(hidden: Sequence[Count], smallest: int, uniform: bool) -> bool:
    members, positive = sum(one.members for one in hidden), sum(one.positive for one in hidden)
    largest = max(one.members for one in hidden)
    if len(hidden) < 2 or members == len(hidden):
        return False
    if largest < smallest and members == len(hidden) * (smallest - 1):
        return False
    return uniform or 0 < positive < members


def rates(counts: Mapping[str, Count], smallest: int = SMALLEST) -> dict[str, Rate | None]:
    """Every group with members; None for those that may not be shown."""
    visible = shown(counts, smallest)
    best = max((counts[name] for name in visible), key=lambda one: (one.rate, one.members), default=None)
    return {name: _rate(one, best) if name in visible and best else None for name, one in counts.items() if one.members}


def _rate(one: Count, best: Count) -> Rate:
    low, high = wilson(one.positive, one.members)
    ratio = one.rate / best.rate if best.rate else 1.0
    alarm = ""
    if ratio < FOUR_FIFTHS:
        alarm = "alarm" if difference(one, best)[1] < 0 else "watch"
    return Rate(one.members, one.positive, one.rate, low, high, ratio, alarm)


def gap(counts: Mapping[str, Count], smallest: int = SMALLEST) -> float | None:
    """Largest minus smallest rate of the groups of at least `smallest`; None with fewer than two of them."""
    found = [one.rate for one in counts.values() if one.members >= smallest]
    return max(found) - min(found) if len(found) >= 2 else None
