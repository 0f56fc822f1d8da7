"""The map of the 12 regions: where a place lies on the drawing, and labels that do not cover each other."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.core.i18n import direction

GEOGRAPHY = Path(__file__).parent.parent / "static/kit/data/morocco-regions.svg.json"
LETTER, LINE = 6.4, 14.0
"""Width of a letter and height of a line of a label, in units of the map."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A name at a longitude and latitude in degrees (none: not drawn); `planned` draws an empty dot."""

    name: str
    longitude: float | None
    latitude: float | None
    planned: bool = False


@lru_cache(maxsize=1)
def geography() -> dict[str, Any]:
    """The shapes by region code, the size of the drawing, and its projection."""
    found: dict[str, Any] = json.loads(GEOGRAPHY.read_text(encoding="utf-8"))
    return found


def position(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place lies on the drawing (Mercator, see the data's README)."""
    projection = geography()["projection"]
    k, pad = projection["k"], projection["pad"]
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return pad + (math.radians(longitude) - projection["x0"]) * k, pad + (projection["y1"] - y) * k


def dots(places: Iterable[Place]) -> list[dict[str, Any]]:
    """Dots with their labels, none over another; places that touch share one dot, under the shorter name.

    Each has x, y, t (its label), lx, ly and a (where the label stands), end (whether it ends there), planned.
    """
    placed: list[dict[str, Any]] = []
    for place in places:
        if place.latitude is None or place.longitude is None:
            continue
        x, y = position(place.latitude, place.longitude)
        same = next((dot for dot in placed if abs(dot["x"] - x) < 4 and abs(dot["y"] - y) < 4), None)
        if same is None:
            placed.append({"x": round(x, 1), "y": round(y, 1), "t": place.name, "planned": place.planned})
        else:
            same["t"] = min(same["t"], place.name, key=len)
            same["planned"] = same["planned"] and place.planned
    taken = [(dot["x"] - 4, dot["y"] - 4, dot["x"] + 4, dot["y"] + 4) for dot in placed]
    for dot in placed:
        _label(dot, taken)
    return placed


def _label(dot: dict[str, Any], taken: list[Box]) -> None:
    """The first free place beside the dot: west where the sea is, else east, above or below."""
    width = LETTER * len(dot["t"])
    x, y = dot["x"], dot["y"]
    spots = [
        (x - 7, y + 4, "end"), (x + 7, y + 4, "start"), (x - 6, y - 8, "end"), (x - 6, y + 16, "end"),
        (x + 6, y + 16, "start"),
    ]  # fmt: skip
    spot = next((spot for spot in spots if _free(_box(spot, width), taken)), spots[0])
    taken.append(_box(spot, width))
    anchor = spot[2] if direction() == "ltr" else {"start": "end", "end": "start"}[spot[2]]
    dot.update(lx=round(spot[0], 1), ly=round(spot[1], 1), a=anchor, end=spot[2] == "end", lead=False)


def _box(spot: tuple[float, float, str], width: float) -> Box:
    x, y, anchor = spot
    left = x - width if anchor == "end" else x
    return left, y - LINE + 3, left + width, y + 3


def _free(box: Box, taken: Sequence[Box]) -> bool:
    return (
        box[0] >= 0
        and box[2] <= 400
        and not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
        )
    )
