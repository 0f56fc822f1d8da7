"""Whether the decisions of a month still look like what the matcher learned from: months and their alarms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_UNKNOWN = 0.20
"""Largest share of decided files whose programme the model had never seen placed."""
LARGEST_FALL = 0.10
"""Largest fall of agreement below the mean of the months before."""
BEFORE = 6
FEWEST = 20
"""Decided files a month, and the months before it together, need before they can raise an alarm."""


@dataclass(frozen=True, slots=True)
class Month:
    """Decided files of a month: how many had a place, in a programme the model did not know, where it said first."""

    name: str
    decided: int
    unknown: int
    agreed: int

    @property
    def unknown_share(self) -> float:
        return self.unknown / self.decided if self.decided else 0.0

    @property
    def agreement(self) -> float:
        return self.agreed / self.decided if self.decided else 0.0


def alarms(months: Sequence[Month]) -> list[tuple[str, str]]:
    """(month, "unknown" or "agreement") of every alarm; `months` stand in order, none left out."""
    found = []
    for index, month in enumerate(months):
        if month.decided < FEWEST:
            continue
        if month.unknown_share > MOST_UNKNOWN:
            found.append((month.name, "unknown"))
        before = usual(months[max(0, index - BEFORE) : index])
        if before is not None and before - month.agreement > LARGEST_FALL + 1e-9:
            found.append((month.name, "agreement"))
    return found


def usual(months: Iterable[Month]) -> float | None:
    """Agreement over some months together; None with too few decided files."""
    listed = list(months)
    decided = sum(month.decided for month in listed)
    return sum(month.agreed for month in listed) / decided if decided >= FEWEST else None
