"""Frozen records that cross the border between the application and the matcher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

LANGUAGES = ("fr", "ar", "en")
SECTORS = (
    "software",
    "fintech",
    "health",
    "agritech",
    "energy_water",
    "creative",
    "tourism",
    "logistics",
    "education",
    "commerce",
    "industry",
    "crafts",
    "other",
)
STAGES = ("idea", "prototype", "pilots", "sales", "growth")
NEEDS = (
    "office",
    "lab",
    "mentoring",
    "funding",
    "market_access",
    "training",
    "network",
    "international",
    "field_trials",
)
SKILLS = ("technical", "business", "product", "domain", "finance")
PLACE_BOUND = ("office", "lab", "field_trials")
"""Needs that a site serves with walls and ground, whatever the programme."""
EXPORT = ("none", "planned", "some", "major")
PRESENCE = ("onsite", "hybrid", "remote")
START = ("now", "three_months", "six_months", "later")
COMPANY = ("required", "not_yet", "any")
LEVELS = ("strong", "possible", "weak")


@dataclass(frozen=True, slots=True)
class StartupProfile:
    """What the matcher may know of one application: no name, contact, gender or age.

    None, an empty text and an empty tuple mean "not answered", which is a value of its own and never zero.
    Money is in dirhams over the last 12 months; `region` is an ISO code such as "MA-06"; `site_wishes` and
    `programme_wish` are keys of sites and programmes.
    """

    key: str
    language: str = "fr"
    text: str = ""
    sector: str | None = None
    stage: str | None = None
    needs: tuple[str, ...] = ()
    team_size: int | None = None
    skills: tuple[str, ...] = ()
    full_time: int | None = None
    customers: int | None = None
    revenue: int | None = None
    export: str | None = None
    funding_raised: int | None = None
    company_created: bool | None = None
    company_age_months: int | None = None
    region: str | None = None
    site_wishes: tuple[str, ...] = ()
    programme_wish: str | None = None
    presence: str | None = None
    start: str | None = None


@dataclass(frozen=True, slots=True)
class OpeningProfile:
    """A programme at a site inside a call, as its managers described it.

    `text` holds name and description in every language, one per line; empty `sectors` or `stages` mean any.
    `vocation` holds the sectors the site is known for and `facilities` the PLACE_BOUND needs it serves; empty means
    not known. `free_seats` and `waiting` are those of the moment, None where nobody looked (decided files).
    """

    key: str
    programme: str
    site: str
    text: str = ""
    sectors: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    region: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    remote: bool = False
    international: bool = False
    company: str = "any"
    seats: int | None = None
    starts_in_months: float | None = None
    vocation: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    free_seats: int | None = None
    waiting: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What admins decide about the matcher; frozen into each version that is trained with it.

    families: weight 0-3 of each family before any decision is known, 1 where absent; programmes: the same for single
    programmes, by programme key, where they differ; n0: decisions at which learned and written knowledge count alike;
    lean: margin added to programmes without a history, tuned when None; strong and possible: lowest fits (0-100)
    called so; exploration: share (0-1) of applications whose near-ties are drawn by lot, 0 unless decided otherwise.
    """

    families: Mapping[str, float] = field(default_factory=dict)
    programmes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    n0: float = 300
    lean: float | None = None
    strong: int = 60
    possible: int = 35
    exploration: float = 0.0


AS_USUAL = Settings()
"""Nothing set apart: every family weighs the same."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One family's part in a match: `weight` in margin units, `points` as its share of the 0-100 fit."""

    code: str
    family: str
    weight: float
    points: int
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A fact the applicant could change and what re-scoring then gives for `opening`.

    For sets (skills, needs, site_wishes) `before` is empty and `after` is the item added.
    """

    field: str
    before: str
    after: str
    fit_before: int
    fit_after: int
    opening: str


@dataclass(frozen=True, slots=True)
class Match:
    """How one opening fits one application.

    `base` + Σ `contributions.weight` = `margin` (to 1e-9) and `base_fit` + Σ `contributions.points` = `fit`.
    `probability` is the calibrated chance that a committee places the application here, given what else the
    model's own catalogue offers it; `fit` is a monotone index of the margin alone, the same whatever else there is.
    Neither changes when an opening is added to the list that is ranked. `level` is strong from a fit of 60, possible
    from 35. `in_set` says whether the opening is in the 90 % conformal set. `sure` is true when the opening is in that
    set, the set holds at most three openings, and the opening's programme has a history.
    """

    opening: str
    programme: str
    site: str
    margin: float
    probability: float
    fit: int
    level: str
    sure: bool
    in_set: bool
    base: float
    base_fit: int
    contributions: tuple[Reason, ...] = ()
    reasons_for: tuple[Reason, ...] = ()
    reasons_against: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledApplication:
    """A decided application: its candidates and how right each was, from 0 to 1.

    Candidates without a label count as 0 when some candidate has a positive label, and are ignored otherwise.
    Refusals for quality carry no label at all, so that quality is never learned as a lack of fit.
    """

    profile: StartupProfile
    openings: tuple[OpeningProfile, ...]
    labels: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0
    decided_on: date = date(2000, 1, 1)
