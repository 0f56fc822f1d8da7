"""An invented history of applications: the texts are real (see LICENCE-ilab.md), every fact and label is made up.

Nothing here measures how well the matcher serves real founders. It exists so that the demonstration, the tests and
the benchmarks have something of a plausible shape, drawn again exactly from its seed. The hidden rule by which the
imaginary committee places applications is written down in `ml/data/committee.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from ml.contracts import (
    EXPORT,
    NEEDS,
    PRESENCE,
    SECTORS,
    SKILLS,
    STAGES,
    START,
    LabelledApplication,
    OpeningProfile,
    StartupProfile,
)
from ml.data.committee import Committee
from ml.data.ilab import texts
from ml.features.structured import CAPITALS

Item = TypeVar("Item")

REGION_SHARES = (0.12, 0.05, 0.10, 0.17, 0.03, 0.30, 0.08, 0.02, 0.09, 0.01, 0.02, 0.01)
STAGE_SHARES = (0.22, 0.30, 0.20, 0.18, 0.10)
NEED_SHARES = {
    "idea": (0.20, 0.10, 0.65, 0.30, 0.05, 0.60, 0.45, 0.02, 0.05),
    "prototype": (0.40, 0.25, 0.55, 0.50, 0.15, 0.40, 0.40, 0.05, 0.20),
    "pilots": (0.50, 0.20, 0.40, 0.55, 0.40, 0.20, 0.40, 0.12, 0.20),
    "sales": (0.50, 0.05, 0.20, 0.50, 0.60, 0.10, 0.35, 0.30, 0.08),
    "growth": (0.45, 0.05, 0.10, 0.60, 0.60, 0.05, 0.25, 0.65, 0.05),
}
MISSING = 0.06
"""Share of each fact left unanswered."""
TOLD_SECTOR = 0.85
"""Share of applications whose stated sector is the one their text is about."""
FIRST_DAY = date(2023, 1, 9)
DAYS = 1200


def profiles(*, seed: int, count: int, openings: Sequence[OpeningProfile] = ()) -> tuple[StartupProfile, ...]:
    """Invented applications on real texts; wishes are drawn among the given openings, none without them.

    Texts are used once each before any is used again.
    """
    generator = np.random.default_rng([seed, 1])
    shipped = texts()
    order = [int(index) for _ in range(-(-count // len(shipped))) for index in generator.permutation(len(shipped))]
    return tuple(
        _profile(generator, f"app-{seed}-{number:05d}", shipped[order[number]].text, shipped[order[number]].sector,
                 openings)
        for number in range(count)
    )  # fmt: skip


def history(*, seed: int = 2024, openings: Sequence[OpeningProfile], count: int) -> tuple[LabelledApplication, ...]:
    """`count` decided applications over the openings, oldest first, by the committee's documented rule.

    Decisions become the labels of MATCHER's table: accepted 1, waiting list 0.6, redirect (target 1, source 0),
    refused for fit (first choice 0), refused for quality (no label), still undecided (first choice 0.3).
    """
    listed = tuple(sorted(openings, key=lambda opening: opening.key))
    committee = Committee(seed, listed)
    generator = np.random.default_rng([seed, 2])
    about = {text.text: text.sector for text in texts()}
    drawn = profiles(seed=seed, count=count, openings=listed)
    days = np.sort(generator.integers(0, DAYS, count))
    return tuple(
        LabelledApplication(
            profile,
            listed,
            committee.decide(profile, about[profile.text], generator),
            1.0,
            FIRST_DAY + timedelta(days=int(day)),
        )
        for profile, day in zip(drawn, days, strict=True)
    )


def _profile(
    generator: np.random.Generator, key: str, text: str, sector: str, openings: Sequence[OpeningProfile]
) -> StartupProfile:
    stage = _pick(generator, STAGES, STAGE_SHARES)
    step = STAGES.index(stage)
    created = bool(generator.random() < (0.05, 0.35, 0.85, 0.98, 1.0)[step])
    told = sector if generator.random() < TOLD_SECTOR else _pick(generator, SECTORS)
    size = int(1 + generator.poisson(0.8 + step))
    drawn = StartupProfile(
        key=key,
        language="fr",
        text=text,
        sector=told,
        stage=stage,
        needs=_some(generator, NEEDS, NEED_SHARES[stage]),
        team_size=size,
        skills=_some(generator, SKILLS, (0.85, 0.35 + 0.1 * step, 0.4 + 0.1 * step, 0.5, 0.15 + 0.1 * step)),
        full_time=int(generator.integers(0, size + 1)),
        customers=int(generator.poisson((0, 0.4, 4, 40, 250)[step])),
        revenue=int(generator.gamma(2.0, 1.0) * (0, 2_000, 40_000, 400_000, 2_500_000)[step]),
        export=_pick(generator, EXPORT, _export_shares(step)),
        funding_raised=int((generator.random() < 0.15 + 0.12 * step) * generator.gamma(2.0, 120_000.0 * (1 + step))),
        company_created=created,
        company_age_months=int(generator.integers(1, 12 + 14 * step)) if created else None,
        region=_pick(generator, tuple(CAPITALS), REGION_SHARES),
        presence=_pick(generator, PRESENCE, (0.45, 0.40, 0.15)),
        start=_pick(generator, START, (0.45, 0.30, 0.15, 0.10)),
    )
    return _with_wishes(generator, _forgetful(generator, drawn), openings)


def _export_shares(step: int) -> tuple[float, ...]:
    some = 0.08 * step
    return (0.75 - 2 * some * 0.9, 0.2, 0.05 + some, 1.8 * some - some)


def _forgetful(generator: np.random.Generator, profile: StartupProfile) -> StartupProfile:
    """The profile with some answers left out."""
    names = ("sector", "stage", "full_time", "customers", "revenue", "export", "region", "presence", "start")
    dropped = {name: None for name in names if generator.random() < MISSING}
    return replace(profile, **dropped)  # type: ignore[arg-type]


def _with_wishes(
    generator: np.random.Generator, profile: StartupProfile, openings: Sequence[OpeningProfile]
) -> StartupProfile:
    """Wishes as founders have them: most name sites near home, some name a programme of about their stage."""
    if not openings:
        return profile
    sites = sorted({opening.site for opening in openings})
    home = [site for site in sites if any(o.site == site and o.region == profile.region for o in openings)]
    wishes: set[str] = set()
    if generator.random() < 0.6:
        wishes.add(_pick(generator, home or sites))
    if generator.random() < 0.2:
        wishes.add(_pick(generator, sites))
    suited = sorted({o.programme for o in openings if not o.stages or profile.stage in o.stages})
    programme = None
    if generator.random() < 0.45:
        pool = suited if suited and generator.random() < 0.75 else sorted({o.programme for o in openings})
        programme = _pick(generator, pool)
    return replace(profile, site_wishes=tuple(sorted(wishes)), programme_wish=programme)


def _pick(generator: np.random.Generator, items: Sequence[Item], shares: Sequence[float] | None = None) -> Item:
    if shares is None:
        return items[int(generator.integers(len(items)))]
    edges = np.cumsum(np.array(shares, dtype=float) / sum(shares))
    return items[min(int(np.searchsorted(edges, generator.random(), side="right")), len(items) - 1)]


def _some(generator: np.random.Generator, items: Sequence[str], shares: Sequence[float]) -> tuple[str, ...]:
    draws = generator.random(len(items))
    return tuple(item for item, draw, share in zip(items, draws, shares, strict=True) if draw < share)
