"""Structured facts of applications and openings as arrays; "not answered" is NaN, -1 or its own flag."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.contracts import (
    EXPORT,
    NEEDS,
    PLACE_BOUND,
    PRESENCE,
    SECTORS,
    SKILLS,
    STAGES,
    OpeningProfile,
    StartupProfile,
)

Floats = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

EARTH = 6371.0
"""Radius in kilometres."""
CAPITALS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "MA-01": (35.77, -5.80),  # Tanger
        "MA-02": (34.68, -1.91),  # Oujda
        "MA-03": (34.03, -5.00),  # Fès
        "MA-04": (34.02, -6.83),  # Rabat
        "MA-05": (32.34, -6.36),  # Béni Mellal
        "MA-06": (33.57, -7.59),  # Casablanca
        "MA-07": (31.63, -8.00),  # Marrakech
        "MA-08": (31.93, -4.42),  # Errachidia
        "MA-09": (30.42, -9.60),  # Agadir
        "MA-10": (28.99, -10.06),  # Guelmim
        "MA-11": (27.15, -13.20),  # Laâyoune
        "MA-12": (23.68, -15.96),  # Dakhla
    }
)
START_MONTHS: Mapping[str, float] = MappingProxyType({"now": 0, "three_months": 3, "six_months": 6, "later": 12})
CUSTOMER_STEPS = (1, 10, 100)
REVENUE_STEPS = (1, 100_000, 1_000_000)
FUNDING_STEPS = (1, 300_000, 3_000_000)
CORE_SKILLS = tuple(SKILLS.index(skill) for skill in ("technical", "business", "product"))


def kilometres(latitude: Floats, longitude: Floats, other_latitude: Floats, other_longitude: Floats) -> Floats:
    """Great-circle distance by the haversine formula; NaN where a place is not known."""
    a, b, c, d = (np.radians(values) for values in (latitude, longitude, other_latitude, other_longitude))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(half)))


def distance_between(profile: StartupProfile, opening: OpeningProfile) -> float:
    """Kilometres of one pair, as `kilometres` for many; NaN where a place is not known."""
    home, site = CAPITALS.get(profile.region or ""), _place(opening)
    if home is None:
        return math.nan
    a, b, c, d = map(math.radians, (*home, *site))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


@dataclass(frozen=True, slots=True, eq=False)
class Applications:
    """Facts of n applications; text and history are kept elsewhere."""

    sector: Integers
    stage: Floats
    needs: Flags
    skills: Flags
    full_time: Floats
    team_size: Floats
    traction: Floats
    export: Floats
    company: Floats
    latitude: Floats
    longitude: Floats
    region: Integers
    presence: Integers
    start: Floats
    site_wishes: tuple[frozenset[str], ...]
    programme_wish: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Openings:
    """Facts of m openings; `level` in 0-1 is the maturity an opening is meant for, NaN when it takes any."""

    sectors: Flags
    stages: Flags
    first: Floats
    last: Floats
    level: Floats
    offers: Flags
    latitude: Floats
    longitude: Floats
    region: Integers
    remote: Flags
    international: Flags
    required: Flags
    not_yet: Flags
    start: Floats
    sites: tuple[str, ...]
    programmes: tuple[str, ...]
    vocation: Flags
    facilities: Flags
    free: Floats
    crowd: Floats
    """Those who wait for each seat; NaN when not known."""


def _index(value: str | None, known: Sequence[str]) -> int:
    return known.index(value) if value in known else -1


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _flags(rows: Sequence[Sequence[str]], known: Sequence[str]) -> Flags:
    return np.array([[name in row for name in known] for row in rows], dtype=bool).reshape(len(rows), len(known))


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=float)


def _integers(values: Sequence[int]) -> Integers:
    return np.array(values, dtype=np.int64)


def _rung(value: int, steps: Sequence[int]) -> float:
    return sum(value >= step for step in steps) / len(steps)


def traction(profile: StartupProfile) -> float:
    """Mean rung (0-1) of the customers, revenue and funding that were answered; NaN when none was."""
    answered = (
        (profile.customers, CUSTOMER_STEPS),
        (profile.revenue, REVENUE_STEPS),
        (profile.funding_raised, FUNDING_STEPS),
    )
    rungs = [_rung(value, steps) for value, steps in answered if value is not None]
    return sum(rungs) / len(rungs) if rungs else np.nan


def encode_applications(profiles: Sequence[StartupProfile]) -> Applications:
    """Arrays with one row per profile; values outside the closed lists count as not answered."""
    places = [CAPITALS.get(profile.region or "", (np.nan, np.nan)) for profile in profiles]
    stages = [_index(profile.stage, STAGES) for profile in profiles]
    exports = [_index(profile.export, EXPORT) for profile in profiles]
    return Applications(
        sector=_integers([_index(profile.sector, SECTORS) for profile in profiles]),
        stage=_floats([np.nan if stage < 0 else stage for stage in stages]),
        needs=_flags([profile.needs for profile in profiles], NEEDS),
        skills=_flags([profile.skills for profile in profiles], SKILLS),
        full_time=_floats([_number(profile.full_time) for profile in profiles]),
        team_size=_floats([_number(profile.team_size) for profile in profiles]),
        traction=_floats([traction(profile) for profile in profiles]),
        export=_floats([np.nan if level < 0 else level / (len(EXPORT) - 1) for level in exports]),
        company=_floats([_number(profile.company_created) for profile in profiles]),
        latitude=_floats([place[0] for place in places]),
        longitude=_floats([place[1] for place in places]),
        region=_integers([_index(profile.region, tuple(CAPITALS)) for profile in profiles]),
        presence=_integers([_index(profile.presence, PRESENCE) for profile in profiles]),
        start=_floats([START_MONTHS.get(profile.start or "", np.nan) for profile in profiles]),
        site_wishes=tuple(frozenset(profile.site_wishes) for profile in profiles),
        programme_wish=tuple(profile.programme_wish for profile in profiles),
    )


def _span(opening: OpeningProfile) -> tuple[float, float]:
    steps = sorted(STAGES.index(stage) for stage in opening.stages if stage in STAGES)
    return (steps[0], steps[-1]) if steps else (np.nan, np.nan)


def _place(opening: OpeningProfile) -> tuple[float, float]:
    if opening.latitude is not None and opening.longitude is not None:
        return opening.latitude, opening.longitude
    return CAPITALS.get(opening.region or "", (np.nan, np.nan))


def _crowd(opening: OpeningProfile) -> float:
    return np.nan if opening.waiting is None else opening.waiting / max(opening.seats or 1, 1)


def encode_openings(openings: Sequence[OpeningProfile]) -> Openings:
    """Arrays with one row per opening; an opening without coordinates stands at its region's capital."""
    spans = [_span(opening) for opening in openings]
    places = [_place(opening) for opening in openings]
    first, last = _floats([span[0] for span in spans]), _floats([span[1] for span in spans])
    return Openings(
        sectors=_flags([opening.sectors for opening in openings], SECTORS),
        stages=_flags([opening.stages for opening in openings], STAGES),
        first=first,
        last=last,
        level=(first + last) / 2 / (len(STAGES) - 1),
        offers=_flags([opening.offers for opening in openings], NEEDS),
        latitude=_floats([place[0] for place in places]),
        longitude=_floats([place[1] for place in places]),
        region=_integers([_index(opening.region, tuple(CAPITALS)) for opening in openings]),
        remote=np.array([opening.remote for opening in openings], dtype=bool),
        international=np.array([opening.international for opening in openings], dtype=bool),
        required=np.array([opening.company == "required" for opening in openings], dtype=bool),
        not_yet=np.array([opening.company == "not_yet" for opening in openings], dtype=bool),
        start=_floats([_number(opening.starts_in_months) for opening in openings]),
        sites=tuple(opening.site for opening in openings),
        programmes=tuple(opening.programme for opening in openings),
        vocation=_flags([opening.vocation for opening in openings], SECTORS),
        facilities=_flags([opening.facilities for opening in openings], PLACE_BOUND),
        free=_floats([_number(opening.free_seats) for opening in openings]),
        crowd=_floats([_crowd(opening) for opening in openings]),
    )


def wished_sites(applications: Applications, openings: Openings) -> tuple[Flags, Flags]:
    """For each pair (n, m): is the site wished for, and were sites wished for at all."""
    asked = np.array([bool(wishes) for wishes in applications.site_wishes], dtype=bool)[:, None]
    rows = [[site in wishes for site in openings.sites] if wishes else [False] * len(openings.sites)
            for wishes in applications.site_wishes]  # fmt: skip
    wished = np.array(rows, dtype=bool).reshape(len(applications.site_wishes), len(openings.sites))
    return wished, np.broadcast_to(asked, wished.shape)


def wished_programmes(applications: Applications, openings: Openings) -> tuple[Flags, Flags]:
    """For each pair (n, m): is the programme wished for, and was a programme wished for at all."""
    wishes = np.array([wish or "" for wish in applications.programme_wish], dtype=object)[:, None]
    programmes = np.array(openings.programmes, dtype=object)[None, :]
    asked = np.array([bool(wish) for wish in applications.programme_wish], dtype=bool)[:, None]
    equal = (wishes == programmes).astype(bool)
    return equal & asked, np.broadcast_to(asked, equal.shape)
