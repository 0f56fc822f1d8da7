"""What an applicant could change, and what it gives: every change named here was scored again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ml.contracts import NEEDS, PRESENCE, SKILLS, STAGES, START, Change, OpeningProfile, StartupProfile
from ml.features.pairs import Candidates, Likeness, restaged
from ml.models.ranker import Bundle

SMALLEST = 3
"""Points of fit a change must bring to be worth naming."""
MOST = 3
FIRST_CUSTOMERS = 1
FIRST_REVENUE = 100_000
"""Customers and dirhams of a first year of sales."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The profile with one changeable fact changed. Where the team comes from is never one of them."""

    field: str
    before: str
    after: str
    profile: StartupProfile


def variants(profile: StartupProfile, openings: Sequence[OpeningProfile]) -> tuple[Variant, ...]:
    """All single changes worth trying: stage, skills, needs, first sales, wished sites, presence and start."""
    found: list[Variant] = []
    if profile.stage in STAGES[:-1]:
        after = STAGES[STAGES.index(profile.stage) + 1]
        found.append(Variant("stage", profile.stage, after, replace(profile, stage=after)))
    found.extend(_added("skills", profile, profile.skills, SKILLS if profile.skills else ()))
    found.extend(_added("needs", profile, profile.needs, NEEDS))
    if profile.customers == 0:
        first = replace(profile, customers=FIRST_CUSTOMERS)
        found.append(Variant("customers", "0", str(FIRST_CUSTOMERS), first))
    if profile.revenue == 0:
        found.append(Variant("revenue", "0", str(FIRST_REVENUE), replace(profile, revenue=FIRST_REVENUE)))
    sites = tuple(sorted({opening.site for opening in openings if not opening.remote}))
    found.extend(_added("site_wishes", profile, profile.site_wishes, sites))
    found.extend(_other("presence", profile, profile.presence, PRESENCE))
    found.extend(_other("start", profile, profile.start, START))
    return tuple(found)


def _added(field: str, profile: StartupProfile, own: tuple[str, ...], possible: Sequence[str]) -> list[Variant]:
    changed = ((item, {field: (*own, item)}) for item in possible if item not in own)
    return [Variant(field, "", item, replace(profile, **values)) for item, values in changed]  # type: ignore[arg-type]


def _other(field: str, profile: StartupProfile, own: str | None, possible: Sequence[str]) -> list[Variant]:
    changed = ((item, {field: item}) for item in possible if item != own)
    return [Variant(field, own or "", item, replace(profile, **values)) for item, values in changed]  # type: ignore[arg-type]


def changes(
    bundle: Bundle,
    profile: StartupProfile,
    candidates: Candidates,
    alike: Likeness,
    margins: NDArray[np.float64],
) -> tuple[tuple[Change, ...], ...]:
    """At most three changes for each opening, best first, each raising its fit by SMALLEST points or more.

    The best opening also gets the changes that bring another one, named in the change, above it.
    """
    tried = variants(profile, candidates.profiles)
    after = _margins(bundle, tried, candidates, alike)
    fits, before = bundle.scale.fit(after), bundle.scale.fit(margins)
    keys = [opening.key for opening in candidates.profiles]
    best = first(margins, keys)
    result = []
    for column in range(len(keys)):
        rows = np.flatnonzero(fits[:, column] - before[column] >= SMALLEST).tolist()
        found = [_change(tried[row], keys[column], int(before[column]), int(fits[row, column])) for row in rows]
        if column == best:
            for row, variant in enumerate(tried):
                top = first(after[row], keys)
                if top != best and fits[row, top] > before[top]:
                    found.append(_change(variant, keys[top], int(before[top]), int(fits[row, top])))
        result.append(_strongest(found))
    return tuple(result)


def first(margins: NDArray[np.float64], keys: Sequence[str]) -> int:
    """Column ranked first: the greatest margin, ties by key."""
    top = np.flatnonzero(margins == margins.max()).tolist()
    return int(min(top, key=lambda column: keys[column]))


def _margins(bundle: Bundle, tried: Sequence[Variant], candidates: Candidates, alike: Likeness) -> NDArray[np.float64]:
    """Margins (variants, m); only a change of stage touches the likeness to past applications."""
    profiles = [variant.profile for variant in tried]
    return bundle.margins(profiles, restaged(alike, profiles, candidates, bundle.history), candidates)


def _change(variant: Variant, opening: str, before: int, after: int) -> Change:
    return Change(variant.field, variant.before, variant.after, before, after, opening)


def _strongest(found: Sequence[Change]) -> tuple[Change, ...]:
    """The greatest gains, one for each field and opening."""
    ranked = sorted(found, key=lambda one: (one.fit_before - one.fit_after, one.field, one.after, one.opening))
    kept: dict[tuple[str, str], Change] = {}
    for change in ranked:
        kept.setdefault((change.field, change.opening), change)
    return tuple(kept.values())[:MOST]
