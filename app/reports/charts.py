"""Drawings of the document as SVG, words in the reader's language: the map, and results against targets."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from app.core.i18n import direction, localized
from app.reports import maps

FONT = "IBM Plex Sans, Wijha Arabic, Noto Sans Tifinagh, Wijha CJK, Wijha Symbols"
ACCENT, LIGHT, LAND, LINE, INK = "#2b3fb0", "#7f8ce2", "#e3e0d8", "#ffffff", "#1a1c22"


def network_map(content: Mapping[str, Any]) -> str:
    """Regions with an open site in colour; a full dot for an open site, an empty one for a planned one."""
    geo = maps.geography()
    shapes = "".join(
        f'<path d="{one["d"]}" fill="{LIGHT if content["regions"].get(one["code"]) else LAND}" stroke="{LINE}"/>'
        for one in geo["regions"]
    )
    return _svg(geo["viewBox"], shapes + "".join(_dot(one) for one in maps.dots(places(content["sites"]))))


def places(sites: Sequence[Mapping[str, Any]]) -> list[maps.Place]:
    """Sites of a review as places of the map, open ones first."""
    found = [maps.Place(localized(one["name"]), one["longitude"], one["latitude"], not one["open"]) for one in sites]
    return sorted(found, key=lambda one: one.planned)


def _dot(dot: Mapping[str, Any]) -> str:
    fill = LINE if dot["planned"] else ACCENT
    return (
        f'<circle cx="{dot["x"]}" cy="{dot["y"]}" r="4" fill="{fill}" stroke="{ACCENT}" stroke-width="1.5"/>'
        f'<text x="{dot["lx"]}" y="{dot["ly"]}" text-anchor="{"end" if dot["end"] else "start"}" '
        f'font-family="{FONT}" font-size="10" fill="{INK}">{escape(dot["t"])}</text>'
    )


def bars(rows: Sequence[tuple[str, float, float, str]]) -> str:
    """Rows of (name, reached, promised, words): a bar up to what was reached, a mark at what was promised."""
    rtl, height = direction() == "rtl", 34
    anchor = 'text-anchor="end" x="300"' if rtl else 'x="0"'
    parts = []
    for number, (name, reached, promised, told) in enumerate(rows):
        y, most = number * height, max(reached, promised, 1)
        width, mark = 300 * reached / most, 300 * promised / most
        start = 300 - width if rtl else 0
        edge = 300 - mark if rtl else mark
        parts.append(
            f'<text {anchor} y="{y + 10}" font-family="{FONT}" font-size="7.5" fill="{INK}">'
            f"{escape(name)} – {escape(told)}</text>"
            f'<rect x="0" y="{y + 15}" width="300" height="8" fill="{LAND}"/>'
            f'<rect x="{start:.1f}" y="{y + 15}" width="{width:.1f}" height="8" fill="{ACCENT}"/>'
            f'<path d="M{min(max(edge, 1), 299):.1f} {y + 12}v14" stroke="{INK}" stroke-width="2"/>'
        )
    return _svg(f"0 0 300 {max(len(rows) * height, 1)}", "".join(parts))


def _svg(box: str, inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'
