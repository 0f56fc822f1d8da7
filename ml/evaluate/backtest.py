"""A past call filled again under another rule: who would have had a seat, and what can be known of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Barred = Collection[tuple[str, str]]
"""(application, opening) pairs that a hard rule excludes."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far two placements agree: on whom, and on the very place."""

    real: int
    drawn: int
    both: int
    same_place: int

    @property
    def share(self) -> float:
        """Share of the really admitted who are admitted again."""
        return self.both / self.real if self.real else 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an outcome among those admitted, and where the share can lie given what is not known."""

    yes: int
    known: int
    unknown: int

    @property
    def low(self) -> float:
        """The share if every unknown one had turned out badly."""
        return self.yes / (self.known + self.unknown) if self.known + self.unknown else 0.0

    @property
    def high(self) -> float:
        """The share if every unknown one had turned out well."""
        return (self.yes + self.unknown) / (self.known + self.unknown) if self.known + self.unknown else 0.0


def fill_in_order(
    order: Iterable[str], wishes: Mapping[str, Sequence[str]], seats: Mapping[str, int], barred: Barred = frozenset()
) -> dict[str, str]:
    """Each application in turn takes the first of its wishes that has a seat left and does not exclude it."""
    left, placed = dict(seats), {}
    for key in order:
        for opening in wishes.get(key, ()):
            if left.get(opening, 0) > 0 and (key, opening) not in barred:
                left[opening] -= 1
                placed[key] = opening
                break
    return placed


def fill_by_fit(
    fits: Iterable[tuple[float, str, str]], seats: Mapping[str, int], barred: Barred = frozenset()
) -> dict[str, str]:
    """The best pair (fit, application, opening) first, then the next one that is still free; ties by keys."""
    left, placed = dict(seats), {}
    for _fit, key, opening in sorted(fits, key=lambda one: (-one[0], one[1], one[2])):
        if key not in placed and left.get(opening, 0) > 0 and (key, opening) not in barred:
            left[opening] -= 1
            placed[key] = opening
    return placed


def overlap(real: Mapping[str, str], drawn: Mapping[str, str]) -> Overlap:
    """Of a placement with the real one."""
    both = set(real) & set(drawn)
    return Overlap(len(real), len(drawn), len(both), sum(real[key] == drawn[key] for key in both))


def known(admitted: Iterable[str], outcomes: Mapping[str, bool]) -> Known:
    """Of an outcome that is known for some applications only: those refused have none."""
    found = [outcomes.get(key) for key in admitted]
    told = [outcome for outcome in found if outcome is not None]
    return Known(sum(told), len(told), len(found) - len(told))
