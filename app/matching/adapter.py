"""Tables ⇄ ml.contracts: the only module that knows both sides. Names, contacts and protected facts do not cross."""

import math
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.matching.masking import masked
from app.programmes.models import Opening
from app.programmes.rules import facts
from ml.contracts import PLACE_BOUND, Change, Match, OpeningProfile, Reason, StartupProfile


@dataclass(frozen=True, slots=True)
class Supply:
    """Seats still free at an opening, and people who wait for one."""

    free: int
    waiting: int


SupplyOf = Callable[[uuid.UUID], Mapping[uuid.UUID, Supply]]
"""The supply of the openings of a call: whoever knows of offers and waiting lists hands it in."""


def unknown(call_id: uuid.UUID) -> Mapping[uuid.UUID, Supply]:
    """Nobody looked: seats and waiting count for nothing."""
    return {}


TEXTS = ("pitch", "problem", "solution", "innovation")


def to_startup(application_id: uuid.UUID, language: str, answers: Mapping[str, Any], today: date) -> StartupProfile:
    """The answers the matcher may know; everything else stays on this side."""
    known = facts(answers, today)
    get = known.get
    return StartupProfile(
        key=str(application_id),
        language=language,
        text=masked("\n".join(str(answers[key]) for key in TEXTS if answers.get(key)), answers.get("startup_name")),
        sector=get("sector"),
        stage=get("stage"),
        needs=tuple(get("needs") or ()),
        team_size=get("team_size"),
        skills=tuple(get("skills") or ()),
        full_time=get("full_time"),
        customers=get("customers"),
        revenue=get("revenue_12m"),
        export=get("export"),
        funding_raised=get("funding_raised"),
        company_created=get("company_created"),
        company_age_months=get("company_age_months"),
        region=get("home_region"),
        site_wishes=tuple(get("site_wishes") or ()),
        programme_wish=get("programme_wish"),
        presence=get("presence"),
        start=get("start"),
    )


def to_opening(opening: Opening, today: date, supply: Supply | None = None) -> OpeningProfile:
    """An opening as its managers described it, in the three languages at once."""
    programme, site = opening.programme, opening.site
    texts = [programme.name, programme.tagline, programme.description, programme.audience]
    months = (opening.starts_on - today).days / 30.4 if opening.starts_on else None
    return OpeningProfile(
        key=str(opening.id),
        programme=programme.key,
        site=site.key,
        text="\n".join(text for part in texts for text in (part or {}).values() if text),
        sectors=tuple(programme.sectors or ()),
        stages=tuple(programme.stages or ()),
        offers=tuple(programme.offers or ()),
        region=site.region_code,
        latitude=site.latitude,
        longitude=site.longitude,
        remote=programme.remote,
        international=programme.international,
        company=programme.company,
        seats=opening.seats,
        starts_in_months=round(max(months, 0.0), 1) if months is not None else None,
        vocation=tuple(site.vocation or ()),
        facilities=tuple(key for key in PLACE_BOUND if key in (site.facilities or ())),
        free_seats=supply.free if supply else None,
        waiting=supply.waiting if supply else None,
    )


def kilometres(region: str | None, opening: Opening) -> int | None:
    """From the capital of a region to the site of an opening, as the matcher measures it; None where not known."""
    from ml.features.structured import distance_between

    far = distance_between(StartupProfile("", region=region), to_opening(opening, date.min))
    return None if math.isnan(far) else round(far)


def to_items(matches: Iterable[Match]) -> list[dict[str, Any]]:
    """Matches as plain JSON, best first."""
    return [asdict(match) for match in matches]


def from_items(items: Iterable[Mapping[str, Any]]) -> list[Match]:
    """Stored matches as they were computed."""
    return [_match(item) for item in items]


def _match(item: Mapping[str, Any]) -> Match:
    values = dict(item)
    for name in ("contributions", "reasons_for", "reasons_against"):
        values[name] = tuple(Reason(**{**reason, "evidence": tuple(reason["evidence"])}) for reason in values[name])
    values["changes"] = tuple(Change(**change) for change in values["changes"])
    return Match(**values)
