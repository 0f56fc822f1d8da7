"""Figures by year as a drawing: every year has its place, an unknown one leaves a gap and draws nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.outcomes.amounts import MICRO
from app.reports import figures
from app.reports.indicators.model import Indicator, Unit
from app.reports.models import FrozenFigure

LABELS = 7
"""Years that are written under a drawing at most."""
Value = float | None
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`parts` of the line between gaps, a dot for each point, what was promised; places in percent of the drawing."""

    version: int
    ticks: tuple[int, ...]
    labels: tuple[str, ...]
    parts: tuple[tuple[Point, ...], ...]
    dots: tuple[Point, ...]
    promised: tuple[Point, ...] = ()


def ticks(values: Sequence[float]) -> list[int]:
    """Four round marks from the top down to zero."""
    top = max([*values, 3])
    size = 1
    while size * 30 < top:
        size *= 10
    step = next(part * size for part in (1, 2, 3, 5, 10) if part * size * 3 >= top)
    return [3 * step, 2 * step, step, 0]


def drawing(
    years: Iterable[tuple[int, Value]], promised: Sequence[tuple[int, float]] = (), *, version: int = 1
) -> Drawing | None:
    """None where fewer than two points are known, promises counted."""
    known = {year: value for year, value in years if value is not None}
    if len(known) + len(promised) < 2:
        return None
    every = [*known, *(year for year, _value in promised)]
    first, last = min(every), max(every)
    marks = ticks([*known.values(), *(value for _year, value in promised)])

    def place(year: int, value: float) -> Point:
        return round(100 * (year - first) / max(last - first, 1), 2), round(100 - 100 * value / marks[0], 2)

    parts: list[list[Point]] = []
    for year in sorted(known):
        if year - 1 not in known:
            parts.append([])
        parts[-1].append(place(year, known[year]))
    return Drawing(
        version, tuple(marks), _labels(first, last), tuple(tuple(part) for part in parts),
        tuple(place(year, known[year]) for year in sorted(known)),
        tuple(place(year, value) for year, value in sorted(promised)),
    )  # fmt: skip


def _labels(first: int, last: int) -> tuple[str, ...]:
    """A label for each year, some left empty where there are many; the last is always written."""
    step = -(-(last - first + 1) // LABELS)
    return tuple(str(year) if (last - year) % step == 0 else "" for year in range(first, last + 1))


def value_of(one: Indicator, row: FrozenFigure) -> Value:
    """In percent, in MDH, or as it is; None where nothing is known."""
    if row.value is None or (one.unit is Unit.SHARE and not row.base):
        return None
    if one.unit is Unit.SHARE:
        return 100 * row.value / (row.base or 1)
    return row.value / MICRO if one.unit is Unit.DIRHAMS else row.value


def drawings(one: Indicator, rows: Iterable[FrozenFigure]) -> list[Drawing]:
    """One for each definition with two known years; what follows two definitions is never joined."""
    found = [
        drawing([(day.year, value_of(one, row)) for day, row in line.points], version=line.version)
        for line in figures.lines(rows)
    ]
    return [one for one in found if one is not None]
