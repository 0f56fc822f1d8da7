"""The technoparks as a list and on the map of the 12 regions."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, cast

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from app.core.i18n import direction, localized
from app.programmes import queries
from app.programmes.models import Site
from app.programmes.states import SiteState
from app.web.access import public
from app.web.public import bp

LETTER, LINE = 6.4, 14.0
"""Width of a letter and height of a line of a label, in units of the map."""


@bp.get("/sites")
@public
def sites() -> ResponseReturnValue:
    found = queries.sites()
    return render_template(
        "public/sites.html",
        open_sites=[site for site in found if site.status is not SiteState.PLANNED],
        planned=[site for site in found if site.status is SiteState.PLANNED],
        dots=dots(found, cast(Any, current_app.jinja_env.globals["geo"])["projection"]),
        counts=Counter(site.region_code for site in found if site.status is SiteState.OPEN),
    )


def position(latitude: float, longitude: float, projection: dict[str, Any]) -> tuple[float, float]:
    """Where a place lies on the drawing (Mercator, see the data's README)."""
    k, pad = projection["k"], projection["pad"]
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return pad + (math.radians(longitude) - projection["x0"]) * k, pad + (projection["y1"] - y) * k


def dots(found: Iterable[Site], projection: dict[str, Any]) -> list[dict[str, Any]]:
    """Dots with their labels, none over another; places that touch share one dot."""
    placed: list[dict[str, Any]] = []
    for site in found:
        if site.latitude is None or site.longitude is None:
            continue
        x, y = position(site.latitude, site.longitude, projection)
        name = localized(site.name)
        same = next((dot for dot in placed if abs(dot["x"] - x) < 4 and abs(dot["y"] - y) < 4), None)
        if same is None:
            placed.append({"x": round(x, 1), "y": round(y, 1), "t": name})
        elif len(name) < len(same["t"]):
            same["t"] = name
    taken = [(dot["x"] - 4, dot["y"] - 4, dot["x"] + 4, dot["y"] + 4) for dot in placed]
    for dot in placed:
        _label(dot, taken)
    return placed


def _label(dot: dict[str, Any], taken: list[tuple[float, float, float, float]]) -> None:
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
    dot.update(lx=round(spot[0], 1), ly=round(spot[1], 1), a=anchor, lead=False)


def _box(spot: tuple[float, float, str], width: float) -> tuple[float, float, float, float]:
    x, y, anchor = spot
    left = x - width if anchor == "end" else x
    return left, y - LINE + 3, left + width, y + 3


def _free(box: tuple[float, float, float, float], taken: Sequence[tuple[float, float, float, float]]) -> bool:
    return (
        box[0] >= 0
        and box[2] <= 400
        and not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
        )
    )
