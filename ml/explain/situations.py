"""Which reason code describes a family's part in one pair, and with what evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from ml.contracts import NEEDS, PLACE_BOUND, STAGES, OpeningProfile, StartupProfile
from ml.features.structured import START_MONTHS, distance_between

NEAR = 150
"""Kilometres up to which a site is called near."""


class Side(Enum):
    FOR = 1
    AGAINST = -1


@dataclass(frozen=True, slots=True)
class Pair:
    """One application and opening with feature values and contributions by name."""

    profile: StartupProfile
    opening: OpeningProfile
    values: Mapping[str, float]
    parts: Mapping[str, float]
    known: bool


Told = tuple[str, tuple[str, ...]]


def _sector(pair: Pair, side: Side) -> Told:
    if not pair.opening.sectors:
        return "sector.open_to_all", ()
    if pair.values["sector_missing"]:
        return "sector.missing", ()
    code = "sector.match" if pair.values["sector_match"] else "sector.none"
    return code, (pair.profile.sector or "",)


def _stage(pair: Pair, side: Side) -> Told:
    steps = sorted(STAGES.index(stage) for stage in pair.opening.stages if stage in STAGES)
    if not steps:
        return "stage.open_to_all", ()
    if pair.values["stage_missing"]:
        return "stage.missing", ()
    own = pair.profile.stage or ""
    if pair.values["stage_early"]:
        return "stage.early", (own, STAGES[steps[0]])
    return ("stage.late", (own, STAGES[steps[-1]])) if pair.values["stage_late"] else ("stage.match", (own,))


def _needs(pair: Pair, side: Side) -> Told:
    values, parts = pair.values, pair.parts
    told = [(parts["needs_covered"] + parts["needs_focus"] + parts["needs_missing"], *_offered(pair, side))]
    if values["wish_programme"]:
        told.append((parts["wish_programme"], "wish.programme", ()))
    if values["wish_other"]:
        told.append((parts["wish_other"], "wish.other", ()))
    return _dominant(told, side)


def _offered(pair: Pair, side: Side) -> Told:
    if pair.values["needs_missing"]:
        return "needs.missing", ()
    asked = [need for need in NEEDS if need in pair.profile.needs]
    covered = tuple(need for need in asked if need in pair.opening.offers)
    uncovered = tuple(need for need in asked if need not in pair.opening.offers)
    if covered and (side is Side.FOR or not uncovered):
        return "needs.covered", covered
    return "needs.uncovered", uncovered


def _text(pair: Pair, side: Side) -> Told:
    if pair.values["text_missing"]:
        return "text.missing", ()
    return ("text.close" if side is Side.FOR else "text.far"), ()


def _place(pair: Pair, side: Side) -> Told:
    values, parts, site = pair.values, pair.parts, (pair.opening.site,)
    told: list[tuple[float, str, tuple[str, ...]]] = []
    if values["place_remote"]:
        presence = parts["place_remote"] + parts["place_remote_wanted"] + parts["place_remote_unwanted"]
        told.append((presence, "place.remote_unwanted" if values["place_remote_unwanted"] else "place.remote", ()))
    elif values["place_missing"]:
        told.append((parts["place_missing"] + parts["place_distance"], "place.missing", ()))
    else:
        told.append((parts["place_distance"] + parts["place_same_region"], *_kilometres(pair)))
    if values["place_onsite_unwanted"]:
        told.append((parts["place_onsite_unwanted"], "place.onsite_unwanted", ()))
    if values["place_wished"]:
        told.append((parts["place_wished"], "place.wished", site))
    if values["place_other_wished"]:
        told.append((parts["place_other_wished"], "place.not_wished", site))
    return _dominant(told + _site(pair), side)


def _site(pair: Pair) -> list[tuple[float, str, tuple[str, ...]]]:
    """What the site is known for, and what it has of the places needed."""
    told: list[tuple[float, str, tuple[str, ...]]] = []
    if pair.values["place_vocation"]:
        told.append((pair.parts["place_vocation"], "place.vocation", (pair.profile.sector or "",)))
    if pair.values["place_facility"]:
        asked = [need for need in PLACE_BOUND if need in pair.profile.needs]
        has = pair.values["place_facility"] > 0
        named = tuple(need for need in asked if (need in pair.opening.facilities) is has)
        told.append((pair.parts["place_facility"], "place.facility" if has else "place.no_facility", named))
    return told


def _kilometres(pair: Pair) -> Told:
    far = distance_between(pair.profile, pair.opening)
    return ("place.near" if far <= NEAR else "place.far"), (str(round(far)),)


def _team(pair: Pair, side: Side) -> Told:
    if pair.values["team_missing"]:
        return "team.missing", ()
    profile = pair.profile
    lacking = tuple(skill for skill in ("technical", "business", "product") if skill not in profile.skills)
    if side is Side.FOR:
        if pair.values["team_gap_served"] and pair.parts["team_gap_served"] > 0:
            return "team.gap_served", ("business",)
        return ("team.ordinary" if len(lacking) > 1 or not profile.skills else "team.complete"), ()
    if profile.skills and lacking and pair.parts["team_skills"] <= pair.parts["team_full_time"]:
        return "team.missing_skill", lacking[:1]
    if profile.full_time is not None and profile.full_time < 2:
        return "team.little_time", (str(profile.full_time),)
    return "team.ordinary", ()


def _traction(pair: Pair, side: Side) -> Told:
    values = pair.values
    if values["traction_missing"]:
        return "traction.missing", ()
    if max(values["traction_early"], values["traction_late"]) > 0.2:
        return ("traction.early" if values["traction_early"] > 0 else "traction.late"), ()
    return "traction.fits", ()


def _export(pair: Pair, side: Side) -> Told:
    if not pair.opening.international:
        return "export.ordinary", ()
    if pair.values["export_missing"]:
        return "export.missing", ()
    return ("export.none", ()) if pair.values["export_none"] else ("export.fits", (pair.profile.export or "",))


def _timing(pair: Pair, side: Side) -> Told:
    values, parts = pair.values, pair.parts
    told: list[tuple[float, str, tuple[str, ...]]] = []
    if values["company_absent"]:
        told.append((parts["company_absent"], "timing.company_missing", ()))
    if values["company_created"]:
        told.append((parts["company_created"], "timing.company_created", ()))
    if values["timing_missing"] or values["company_missing"]:
        told.append((parts["timing_missing"] + parts["company_missing"], "timing.missing", ()))
    if values["timing_gap"] > 0.2:
        told.append((parts["timing_gap"], "timing.gap", (_months(pair),)))
    if pair.opening.free_seats == 0:
        told.append((parts["seats_free"], "timing.no_seats", ()))
    if values["seats_waiting"]:
        told.append((parts["seats_waiting"], "timing.waiting", (str(pair.opening.waiting),)))
    if not told or (side is Side.FOR and not values["company_absent"] and not values["company_created"]):
        return _suits(pair, side)
    return _dominant(told, Side.AGAINST)


def _suits(pair: Pair, side: Side) -> Told:
    """Free seats are named where they count more than dates and status."""
    parts = pair.parts
    usual = parts["company_match"] + parts["timing_gap"]
    if side is Side.FOR and pair.opening.free_seats and parts["seats_free"] > max(usual, 0.0):
        return "timing.seats_free", (str(pair.opening.free_seats),)
    return "timing.fits", ()


def _months(pair: Pair) -> str:
    wished = START_MONTHS.get(pair.profile.start or "", np.nan)
    return str(round(abs(wished - (pair.opening.starts_in_months or 0.0))))


def _history(pair: Pair, side: Side) -> Told:
    if not pair.known:
        return "history.none", ()
    return ("history.similar" if side is Side.FOR else "history.unlike"), ()


def _dominant(told: list[tuple[float, str, tuple[str, ...]]], side: Side) -> Told:
    _, code, evidence = max(told, key=lambda one: (one[0] * side.value, one[1]))
    return code, evidence


SITUATIONS: Mapping[str, Callable[[Pair, Side], Told]] = {
    "sector": _sector,
    "stage": _stage,
    "needs": _needs,
    "text": _text,
    "place": _place,
    "team": _team,
    "traction": _traction,
    "export": _export,
    "timing": _timing,
    "history": _history,
}
