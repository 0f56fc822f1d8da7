"""The matcher's stored opinion of a sent file, in words for the team: which place, how well, what speaks for it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app import matching
from app.core.i18n import N_, localized
from app.matching import adapter
from app.matching import queries as matching_queries
from app.matching.models import Recommendation
from app.programmes import queries as programmes

SHOWN = 5
LEVELS = {"strong": N_("strong fit"), "possible": N_("possible fit"), "weak": N_("weak fit")}


@dataclass(frozen=True, slots=True)
class Place:
    """One opening with its fit, and the parts that add up to it: (what, points)."""

    name: str
    fit: int
    level: str
    sure: bool
    base: int
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Later:
    """What a newer version would give the first place of an issued card."""

    model_number: int
    fit: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """Best first. `model_number` is None when the written rules alone were used."""

    places: tuple[Place, ...]
    model_number: int | None
    computed_at: Any
    later: Later | None = None
    drawn: bool = False


@lru_cache(maxsize=1)
def _families() -> Mapping[str, Mapping[str, str]]:
    file = Path(str(matching.__file__)).parent / "sentences.yaml"
    return dict(yaml.safe_load(file.read_text(encoding="utf-8"))["families"])


def opinion(stored: Recommendation, call_id: uuid.UUID) -> Opinion:
    """What was recommended when the file was sent; later models never rewrite it."""
    names = {
        str(o.id): f"{localized(o.programme.name)} · {localized(o.site.name)}" for o in programmes.openings(call_id)
    }
    families = _families()
    places = [
        Place(
            names.get(match.opening, match.programme),
            match.fit,
            LEVELS.get(match.level, LEVELS["weak"]),
            match.sure,
            match.base_fit,
            tuple(
                (localized(families.get(part.family)) or part.family, part.points)
                for part in sorted(match.contributions, key=lambda part: -abs(part.points))
                if part.points
            ),
        )
        for match in adapter.from_items(stored.items)[:SHOWN]
    ]
    return Opinion(
        tuple(places), stored.model_number, stored.computed_at, later=_later(stored), drawn=stored.lottery is not None
    )


def _later(stored: Recommendation) -> Later | None:
    """The issued card stays as it is; only the team reads what a newer version says of its first place."""
    score = matching_queries.score_of(stored.application_id)
    if score is None or score.model_number <= (stored.model_number or 0):
        return None
    found = score.fits.get(str(stored.best_opening_id))
    return Later(score.model_number, int(found[0])) if found else None
