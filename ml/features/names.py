"""Every pair feature with its family, direction and built-in weight, and the closed list of reason codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ml.contracts import Settings

FAMILIES = ("sector", "stage", "needs", "text", "place", "team", "traction", "export", "timing", "history")


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the pair matrix.

    `sign` is +1 where more can only help, -1 where more can only hurt, 0 where the data may decide.
    `unit` is the built-in weight (logit units per unit of the feature) that the admins' family weight multiplies;
    `mean` is the value of an ordinary pair, used where no data gives one.
    """

    name: str
    family: str
    sign: int
    unit: float
    mean: float


FEATURES = (
    Feature("sector_match", "sector", 1, 1.2, 0.26),
    Feature("sector_specific", "sector", 1, 0.9, 0.05),
    Feature("sector_outside", "sector", -1, -1.3, 0.28),
    Feature("sector_missing", "sector", 0, -0.3, 0.05),
    Feature("stage_match", "stage", 1, 1.3, 0.43),
    Feature("stage_early", "stage", -1, -1.8, 0.19),
    Feature("stage_late", "stage", -1, -1.5, 0.1),
    Feature("stage_missing", "stage", 0, -0.2, 0.05),
    Feature("needs_covered", "needs", 1, 1.6, 0.44),
    Feature("needs_focus", "needs", 1, 0.6, 0.4),
    Feature("needs_missing", "needs", 0, 0.5, 0.03),
    Feature("text_words", "text", 1, 1.0, 0.08),
    Feature("text_chars", "text", 1, 0.5, 0.39),
    Feature("text_lift", "text", 1, 0.5, 0.0),
    Feature("text_missing", "text", 0, 0.0, 0.0),
    Feature("place_distance", "place", -1, -2.4, 0.56),
    Feature("place_same_region", "place", 1, 0.6, 0.15),
    Feature("place_missing", "place", 0, -1.2, 0.04),
    Feature("place_remote", "place", 0, -0.9, 0.04),
    Feature("place_remote_wanted", "place", 1, 1.4, 0.01),
    Feature("place_remote_unwanted", "place", -1, -1.2, 0.01),
    Feature("place_onsite_unwanted", "place", -1, -0.9, 0.18),
    Feature("place_wished", "place", 1, 1.3, 0.14),
    Feature("place_other_wished", "place", -1, -0.7, 0.59),
    Feature("place_vocation", "place", 1, 0.5, 0.0),
    Feature("place_facility", "place", 1, 0.5, 0.0),
    Feature("team_skills", "team", 1, 0.8, 0.33),
    Feature("team_full_time", "team", 1, 0.5, 0.24),
    Feature("team_gap_served", "team", 1, 0.4, 0.3),
    Feature("team_missing", "team", 0, 0.0, 0.0),
    Feature("traction_early", "traction", -1, -1.3, 0.26),
    Feature("traction_late", "traction", -1, -1.0, 0.06),
    Feature("traction_missing", "traction", 0, -0.2, 0.0),
    Feature("export_fits", "export", 1, 1.0, 0.03),
    Feature("export_none", "export", -1, -0.6, 0.06),
    Feature("export_missing", "export", 0, -0.2, 0.02),
    Feature("timing_gap", "timing", -1, -0.8, 0.2),
    Feature("timing_missing", "timing", 0, -0.1, 0.06),
    Feature("company_match", "timing", 1, 0.5, 0.47),
    Feature("company_absent", "timing", -1, -1.6, 0.26),
    Feature("company_created", "timing", -1, -1.6, 0.1),
    Feature("company_missing", "timing", 0, -0.3, 0.0),
    Feature("seats_free", "timing", 1, 0.5, 0.0),
    Feature("seats_waiting", "timing", -1, -0.4, 0.0),
    Feature("history_text", "history", 1, 0.6, 0.0),
    Feature("history_nearest", "history", 1, 0.4, 0.0),
    Feature("history_lift", "history", 1, 0.6, 0.0),
    Feature("history_facts", "history", 1, 0.8, 0.0),
    Feature("wish_programme", "needs", 1, 1.1, 0.04),
    Feature("wish_other", "needs", -1, -0.4, 0.36),
)
NAMES = tuple(feature.name for feature in FEATURES)
INDEX: Mapping[str, int] = MappingProxyType({name: index for index, name in enumerate(NAMES)})
FAMILY_OF = np.array([FAMILIES.index(feature.family) for feature in FEATURES])
SIGNS = np.array([feature.sign for feature in FEATURES])
UNITS = np.array([feature.unit for feature in FEATURES])
MEANS = np.array([feature.mean for feature in FEATURES])
HISTORY = FAMILIES.index("history") == FAMILY_OF

DEFAULT_PRIOR: Mapping[str, float] = MappingProxyType(dict.fromkeys(FAMILIES, 1.0))
"""How much each family counts before any decision is known; admins may set each between 0 and 3."""


def prior_weights(prior: Mapping[str, float] | None = None) -> NDArray[np.float64]:
    """Weights (F,) of all features under the admins' family weights; absent families keep the default.

    Raises ValueError for an unknown family or a weight outside 0-3.
    """
    chosen = {**DEFAULT_PRIOR, **(prior or {})}
    if unknown := sorted(set(chosen) - set(FAMILIES)):
        raise ValueError(f"unknown families: {', '.join(unknown)}")
    if wrong := sorted(family for family, weight in chosen.items() if not 0 <= weight <= 3):
        raise ValueError(f"family weights must lie between 0 and 3: {', '.join(wrong)}")
    return np.array([feature.unit * chosen[feature.family] for feature in FEATURES])


def programme_weights(settings: Settings) -> dict[str, NDArray[np.float64]]:
    """How far (F,) the prior weights of single programmes lie from those of all; only programmes that differ.

    Raises ValueError like `prior_weights`.
    """
    usual = prior_weights(settings.families)
    own = {name: prior_weights({**settings.families, **weights}) for name, weights in settings.programmes.items()}
    return {name: weights - usual for name, weights in own.items() if (weights != usual).any()}


def check_settings(settings: Settings) -> None:
    """Raises ValueError naming the first setting that cannot be used."""
    prior_weights(settings.families)
    programme_weights(settings)
    if not settings.n0 > 0:
        raise ValueError("n0 must be above 0")
    if not 0 < settings.possible < settings.strong <= 100:
        raise ValueError("the lowest fits must satisfy 0 < possible < strong <= 100")
    if not 0 <= settings.exploration <= 0.5:
        raise ValueError("the exploration share must lie between 0 and 0.5")


REASON_CODES: Mapping[str, str] = MappingProxyType(
    {
        "sector.match": "the opening is for this sector (evidence: sector)",
        "sector.none": "the opening is for other sectors (evidence: the startup's sector)",
        "sector.open_to_all": "the opening takes every sector",
        "sector.missing": "the sector is not known",
        "stage.match": "the opening is for this stage (evidence: stage)",
        "stage.early": "the startup is earlier than the opening asks (evidence: its stage, the stage asked)",
        "stage.late": "the startup is past what the opening is for (evidence: its stage, the last stage taken)",
        "stage.open_to_all": "the opening takes every stage",
        "stage.missing": "the stage is not known",
        "needs.covered": "the opening offers what is needed (evidence: needs covered)",
        "needs.uncovered": "the opening does not offer what is needed (evidence: needs not covered)",
        "needs.missing": "the needs are not known",
        "text.close": "the project text is close to the programme's description (evidence: up to 3 shared words)",
        "text.far": "the project text is far from the programme's description",
        "text.missing": "there is no project text",
        "place.near": "the site is near (evidence: distance in km)",
        "place.far": "the site is far (evidence: distance in km)",
        "place.wished": "the site is one of those wished for (evidence: site)",
        "place.not_wished": "other sites were wished for (evidence: site)",
        "place.remote": "the programme is followed remotely",
        "place.remote_unwanted": "the programme is remote and presence on site was wished for",
        "place.onsite_unwanted": "the programme is on site and remote work was wished for",
        "place.missing": "the region is not known",
        "place.vocation": "the site is known for this sector (evidence: sector)",
        "place.facility": "the site has the place that is needed (evidence: needs served there)",
        "place.no_facility": "the site lacks a place that is needed (evidence: needs not served there)",
        "team.complete": "the team has the skills and time the programme builds on",
        "team.gap_served": "the programme trains a skill the team lacks (evidence: skill)",
        "team.missing_skill": "the team lacks a skill the programme builds on (evidence: skill)",
        "team.little_time": "few people work full time on it (evidence: number)",
        "team.ordinary": "the team counts neither for nor much against",
        "team.missing": "the team is not described",
        "traction.fits": "customers and revenue are those of the programme's level",
        "traction.early": "customers and revenue are below the programme's level",
        "traction.late": "customers and revenue are above the programme's level",
        "traction.missing": "customers and revenue are not known",
        "export.fits": "exports suit a programme turned abroad (evidence: export)",
        "export.none": "no export yet, and the programme is turned abroad",
        "export.missing": "exports are not known, and the programme is turned abroad",
        "export.ordinary": "the programme is not turned abroad",
        "timing.fits": "the wished start and the company's status suit the opening",
        "timing.gap": "the wished start is far from the opening's start (evidence: months apart)",
        "timing.company_missing": "the programme asks for a company that is already created",
        "timing.company_created": "the programme is for projects without a company yet",
        "timing.seats_free": "seats are free (evidence: how many)",
        "timing.no_seats": "no seat is free",
        "timing.waiting": "many wait for a seat already (evidence: how many)",
        "timing.missing": "the wished start or the company's status is not known",
        "history.similar": "resembles applications that were accepted there",
        "history.unlike": "differs from applications that were accepted there",
        "history.none": "the programme has no history yet",
        "wish.programme": "the applicant wished for this programme",
        "wish.other": "the applicant wished for another programme",
    }
)
