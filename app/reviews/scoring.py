"""Totals from raw points and a rubric version: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any


@dataclass(frozen=True, slots=True)
class Summary:
    """What several reviews say together, on the scale 1 to 5."""

    count: int
    mean: float | None
    spread: float | None


def total(points: Mapping[Any, int], weights: Mapping[Any, int]) -> float | None:
    """The weighted mean of the points given, 1 to 5; None until every criterion has a mark."""
    if not weights or set(weights) - set(points):
        return None
    return sum(points[key] * weight for key, weight in weights.items()) / sum(weights.values())


def so_far(points: Mapping[Any, int], weights: Mapping[Any, int]) -> float | None:
    """The weighted mean of the criteria marked up to now."""
    given = {key: weight for key, weight in weights.items() if key in points}
    return total(points, given) if given else None


def summary(totals: Sequence[float]) -> Summary:
    """Mean and sample standard deviation of complete reviews."""
    if not totals:
        return Summary(0, None, None)
    return Summary(len(totals), fmean(totals), stdev(totals) if len(totals) > 1 else None)
