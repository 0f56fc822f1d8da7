"""Few startups behind a figure are not shown outside the team, not even by subtracting what is shown."""

from collections.abc import Hashable, Mapping, Sequence

from app.matching import audit
from app.reports.indicators.model import DIMENSIONS, Figure, Indicator, Row, Unit

SMALLEST_GROUP = 5
"""Figures over fewer startups than this are not shown: one could guess whose they are."""
Parts = Mapping[str, Mapping[str, Figure]]
Members = dict[tuple[str, str], set[Hashable]]


def hidden(indicator: Indicator, figure: Figure) -> bool:
    """A figure that stands alone."""
    return indicator.about_startups and 0 < figure.group_size < SMALLEST_GROUP


def visible(indicator: Indicator, parts: Mapping[str, Figure]) -> frozenset[str]:
    """The parts of a whole that may be shown when the whole is shown: small ones are left out, then as many others as
    it takes that nobody can work them out."""
    if not indicator.about_startups:
        return frozenset(parts)
    return audit.showable({key: _count(indicator, one) for key, one in parts.items()}, SMALLEST_GROUP)


def visible_parts(indicator: Indicator, by: Parts, rows: Sequence[Row]) -> dict[str, frozenset[str]]:
    """The same for all dimensions shown side by side.

    Sites lie in regions: a site is shown only where its region is, and beside the other sites of that region. Where
    a group lies whole inside another one and few are left between them, neither is shown, nor a single group that the
    others would give away. (Sums of several groups across dimensions are not looked at.)
    """
    if not indicator.about_startups:
        return {dimension: frozenset(found) for dimension, found in by.items()}
    shown = {dimension: visible(indicator, by[dimension]) for dimension in DIMENSIONS}
    shown["site"] = _sites(indicator, by["site"], rows, shown["region"])
    members: Members = {}
    for row in rows:
        for dimension in DIMENSIONS:
            name = getattr(row, dimension)
            if name in shown[dimension]:
                members.setdefault((dimension, name), set()).add(row.startup or row.key)
    while leaks := _leaks(members):
        for dimension, name in leaks | _alone(by, members, leaks):
            shown[dimension] -= {name}
            members.pop((dimension, name), None)
    return shown


def _leaks(members: Members) -> set[tuple[str, str]]:
    """Groups that lie whole in another one and leave few of it, and these other ones."""
    found: set[tuple[str, str]] = set()
    for key, inner in members.items():
        for other, outer in members.items():
            if inner < outer and len(outer) - len(inner) < SMALLEST_GROUP:
                found |= {key, other}
    return found


def _alone(by: Parts, members: Members, leaving: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The smallest of those that stay, in each dimension where one alone would be missing from the total."""
    found: set[tuple[str, str]] = set()
    for dimension in DIMENSIONS:
        staying = [key for key in members if key[0] == dimension and key not in leaving]
        missing = sum(1 for name, one in by[dimension].items() if one.group_size and (dimension, name) not in staying)
        if missing == 1 and staying:
            found.add(min(staying, key=lambda key: (len(members[key]), key)))
    return found


def _sites(
    indicator: Indicator, sites: Mapping[str, Figure], rows: Sequence[Row], regions: frozenset[str]
) -> frozenset[str]:
    lies_in: dict[str, set[str]] = {}
    for row in rows:
        lies_in.setdefault(row.region, set()).add(row.site)
    found: frozenset[str] = frozenset()
    for region in regions:
        found |= visible(indicator, {name: sites[name] for name in lies_in.get(region, ())})
    return found & visible(indicator, sites)


def _count(indicator: Indicator, figure: Figure) -> tuple[int, int]:
    """(members, of these a yes); sums and counts say the same of each member."""
    positive = min(figure.value or 0, figure.group_size) if indicator.unit is Unit.SHARE else figure.group_size
    return figure.group_size, positive
