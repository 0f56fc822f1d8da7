"""Drawings of the document as SVG, words in the reader's language: the map, and results against targets."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.core.i18n import direction, localized

GEOGRAPHY = Path(__file__).parent.parent / "static/kit/data/morocco-regions.svg.json"
FONT = "IBM Plex Sans, IBM Plex Sans Arabic"
ACCENT, LIGHT, LAND, LINE, INK = "#2b3fb0", "#7f8ce2", "#e3e0d8", "#ffffff", "#1a1c22"


@lru_cache(maxsize=1)
def geography() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GEOGRAPHY.read_text(encoding="utf-8"))
    return found


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """The Mercator projection of the map's file: see static/kit/data."""
    k, pad, x0, y1 = 1380.2613753525504, 6, -0.2985320514942031, 0.6723747558644255
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return round(pad + (math.radians(longitude) - x0) * k, 1), round(pad + (y1 - y) * k, 1)


def network_map(content: Mapping[str, Any]) -> str:
    """Regions with an open site in colour; a full dot for an open site, an empty one for a planned one."""
    geo = geography()
    shapes = "".join(
        f'<path d="{one["d"]}" fill="{LIGHT if content["regions"].get(one["code"]) else LAND}" stroke="{LINE}"/>'
        for one in geo["regions"]
    )
    return _svg(geo["viewBox"], shapes + "".join(_dot(one) for one in _apart(content["sites"])))


def _apart(sites: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One dot a city (under its shortest name, open before planned), labels of close ones moved apart."""
    dots: dict[tuple[int, int], dict[str, Any]] = {}
    for site in sites:
        x, y = project(site["longitude"], site["latitude"])
        dot = {"x": x, "y": y, "label": localized(site["name"]), "open": site["open"], "dy": 4}
        place = (round(x / 12), round(y / 12))
        dots[place] = min(dots.get(place, dot), dot, key=lambda one: (not one["open"], len(one["label"])))
    ordered = sorted(dots.values(), key=lambda dot: dot["y"])
    for upper, lower in pairwise(ordered):
        if lower["y"] - upper["y"] < 12 and abs(lower["x"] - upper["x"]) < 70:
            upper["dy"] -= 7
    return ordered


def _dot(dot: Mapping[str, Any]) -> str:
    fill = ACCENT if dot["open"] else LINE
    side = f'direction="rtl" text-anchor="{"start"}"' if direction() == "rtl" else 'text-anchor="end"'
    return (
        f'<circle cx="{dot["x"]}" cy="{dot["y"]}" r="4" fill="{fill}" stroke="{ACCENT}" stroke-width="1.5"/>'
        f'<text x="{dot["x"] - 8}" y="{dot["y"] + dot["dy"]}" {side} font-family="{FONT}" font-size="10" '
        f'fill="{INK}">{escape(dot["label"])}</text>'
    )


def bars(rows: Sequence[tuple[str, float, float, str]]) -> str:
    """Rows of (name, reached, promised, words): a bar up to what was reached, a mark at what was promised."""
    rtl, height = direction() == "rtl", 34
    parts = []
    for number, (name, reached, promised, told) in enumerate(rows):
        y, most = number * height, max(reached, promised, 1)
        width, mark = 300 * reached / most, 300 * promised / most
        start = 300 - width if rtl else 0
        edge = 300 - mark if rtl else mark
        anchor = 'direction="rtl" text-anchor="start" x="300"' if rtl else 'x="0"'
        parts.append(
            f'<text {anchor} y="{y + 10}" font-family="{FONT}" font-size="9" fill="{INK}">'
            f"{escape(name)} – {escape(told)}</text>"
            f'<rect x="0" y="{y + 15}" width="300" height="9" fill="{LAND}"/>'
            f'<rect x="{start:.1f}" y="{y + 15}" width="{width:.1f}" height="9" fill="{ACCENT}"/>'
            f'<path d="M{min(max(edge, 1), 299):.1f} {y + 12}v15" stroke="{INK}" stroke-width="2"/>'
        )
    return _svg(f"0 0 300 {max(len(rows) * height, 1)}", "".join(parts))


def _svg(box: str, inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'
