"""How long startups wait for a place: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median


@dataclass(frozen=True, slots=True)
class Waits:
    """Of those served: how many, and the middle and the longest number of days they waited."""

    served: int
    median: float | None
    longest: int | None


def measured(rows: Sequence[tuple[date, date]]) -> Waits:
    """From (asked on, served on) of each."""
    days = [(served - asked).days for asked, served in rows]
    return Waits(len(days), median(days) if days else None, max(days) if days else None)
