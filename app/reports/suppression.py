"""Few startups behind a figure are not shown outside the team, not even by subtracting what is shown.

Everybody outside the team reads the same cells of an indicator and a period: the whole; each site, programme, region
and sector; each programme at a site. Which of them are shown is decided once for all places that show them, so that a
filter, a table and the open data never differ. (Complementary cell suppression: Hundepool et al., Statistical
Disclosure Control, 2012, chapter 4; decided here for groups of startups instead of linear programmes.)
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from app.reports.indicators.model import DIMENSIONS, Figure, Indicator, Place, Row

SMALLEST_GROUP = 5
"""Figures over fewer startups than this are not shown: one could guess whose they are."""
Cell = tuple[tuple[str, str], ...]
"""What a cell is cut by: () for the whole, (("site", "rabat"), ("programme", "start")) for a programme at a site."""
WHOLE: Cell = ()
PAIR = ("site", "programme")


def few(count: int) -> bool:
    """Whether a number of startups or files is itself a small group."""
    return 0 < count < SMALLEST_GROUP


def hidden(indicator: Indicator, figure: Figure) -> bool:
    """A figure that stands alone."""
    return indicator.about_startups and few(figure.group_size)


def beside(counts: Mapping[str, int]) -> frozenset[str]:
    """Of counts whose sum is known, those that may be shown: none that is small, never all but one or few."""
    shown = {name for name, count in counts.items() if not few(count)}
    while few(sum(count for name, count in counts.items() if name not in shown)) and any(counts[n] for n in shown):
        shown.discard(min((name for name in shown if counts[name]), key=lambda name: (counts[name], name)))
    return frozenset(shown)


class Showing:
    """What of an indicator's rows of one period may be shown outside the team.

    A set of rows is a number whose bits are the finest groups (site, programme, region, sector), so that “lies in” and
    “what is left” are one operation. What can be worked out: any shown group less the shown parts of one dimension that
    lie in it; what is left of that less one more; and a shown group less any two that lie in it. Longer sums across
    dimensions are not looked at.
    """

    def __init__(self, one: Indicator, rows: Sequence[Row]) -> None:
        self.indicator, self.rows = one, rows
        self._bits: dict[tuple[str, ...], int] = {}
        self._members: list[set[Hashable]] = []
        self._sizes: dict[int, int] = {}

    @cached_property
    def cells(self) -> frozenset[Cell]:
        """Everything that may be shown."""
        found = self._cells()
        shown = {cell: mask for cell, mask in found.items() if self._size(mask) >= SMALLEST_GROUP}
        while (guilty := self._guilty(shown)) is not None:
            shown = {cell: mask for cell, mask in shown.items() if mask != guilty}
        return frozenset(shown)

    def allows(self, place: Place, whole: Figure) -> bool:
        """The figure of a place, asked for by a filter."""
        if not self.indicator.about_startups or not whole.group_size:
            return True
        return _cell(place) in self.cells

    def parts(self, place: Place, dimension: str, found: Mapping[str, Figure]) -> frozenset[str]:
        """Of the parts of a place by one dimension, those that may be shown.

        Regions and sectors of a place are not among the cells: only those of the whole network are shown.
        """
        if not self.indicator.about_startups:
            return frozenset(found)
        return frozenset(name for name in found if _cell(place, (dimension, name)) in self.cells)

    def _cells(self) -> dict[Cell, int]:
        found: dict[Cell, int] = {}
        for row in self.rows:
            bit = self._bit(row)
            names = [(dimension, getattr(row, dimension)) for dimension in DIMENSIONS]
            for cell in (WHOLE, *((name,) for name in names), tuple(n for n in names if n[0] in PAIR)):
                found[cell] = found.get(cell, 0) | bit
        return found

    def _bit(self, row: Row) -> int:
        finest = tuple(getattr(row, dimension) for dimension in DIMENSIONS)
        number = self._bits.setdefault(finest, len(self._bits))
        if number == len(self._members):
            self._members.append(set())
        self._members[number].add(row.startup or row.key)
        return 1 << number

    def _size(self, mask: int) -> int:
        """How many startups a set of rows is about."""
        if mask not in self._sizes:
            groups = (members for number, members in enumerate(self._members) if mask >> number & 1)
            self._sizes[mask] = len(set().union(*groups))
        return self._sizes[mask]

    def _guilty(self, shown: Mapping[Cell, int]) -> int | None:
        """The set to be hidden next, because with it few could be worked out; None when nothing can."""
        whole = shown.get(WHOLE, 0)
        plain = {mask for cell, mask in shown.items() if len(cell) < 2}
        for left, used in self._worked_out(shown):
            if few(self._size(left)):
                return min((mask for mask in used if mask != whole), key=lambda m: (m in plain, self._size(m), m))
        return None

    def _worked_out(self, shown: Mapping[Cell, int]) -> Iterator[tuple[int, frozenset[int]]]:
        """(what is left, the shown sets it was worked out from)."""
        masks = sorted(set(shown.values()))
        known = {mask: frozenset({mask}) for mask in masks}
        for outer in masks:
            for family in self._families(shown):
                inner = {mask for mask in family if mask != outer and not mask & ~outer}
                left = outer & ~_union(inner)
                if inner and left:
                    yield left, frozenset({outer, *inner})
                    known.setdefault(left, frozenset({outer, *inner}))
        for outer, from_outer in known.items():
            for one, from_one in known.items():
                if one != outer and not one & ~outer:
                    yield outer & ~one, from_outer | from_one
        for outer in masks:
            inside = [mask for mask in masks if mask != outer and not mask & ~outer]
            for one, other in combinations(inside, 2):
                if not one & other and (left := outer & ~one & ~other):
                    yield left, frozenset({outer, one, other})

    def _families(self, shown: Mapping[Cell, int]) -> list[list[int]]:
        """Shown sets that never overlap: those of one dimension, and programmes at sites."""
        families: dict[tuple[str, ...], list[int]] = {}
        for cell, mask in shown.items():
            if cell:
                families.setdefault(tuple(name for name, _value in cell), []).append(mask)
        return list(families.values())


def _union(masks: set[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _cell(place: Place, *more: tuple[str, str]) -> Cell:
    asked = [(name, value) for name in ("site", "programme", "region") if (value := getattr(place, name))]
    names = dict([*asked, *more])
    return tuple((dimension, names[dimension]) for dimension in DIMENSIONS if dimension in names)
