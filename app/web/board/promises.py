"""What the network promised and where it stands: targets of the roadmap, planned sites and their slips."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.core.i18n import localized
from app.outcomes.amounts import MICRO
from app.reports import words
from app.reports.indicators.model import Indicator, Unit
from app.reports.indicators.registry import REGISTRY
from app.web.board.lines import drawing


def _points(one: Indicator, figure: Mapping[str, Any], *, team: bool) -> int | None:
    """A figure in the unit of its target, percent for a share; None where it is unknown or may not be shown."""
    if figure["value"] is None or (figure["hidden"] and not team):
        return None
    if one.unit is Unit.SHARE:
        return round(100 * figure["value"] / figure["base"]) if figure["base"] else None
    return int(figure["value"])


def _words(one: Indicator, points: int | None) -> str:
    """“1,7 MDH”, “34 %”, “–” where it is unknown."""
    return words.NONE if points is None else words.target(one, points)


def roadmap(network: Mapping[str, Any], *, team: bool) -> list[dict[str, Any]]:
    """For each target: where the network stands now, and what is promised by when."""
    known = [entry for entry in network.get("roadmap", ()) if entry["indicator"] in REGISTRY and entry["targets"]]
    return [_promise(entry, team=team) for entry in known]


def _promise(entry: Mapping[str, Any], *, team: bool) -> dict[str, Any]:
    one = REGISTRY.get(entry["indicator"])
    years = [(year, _points(one, figure, team=team), figure["hidden"] and not team) for year, figure in entry["years"]]
    value = years[-1][1] if years else None
    by, promised, _source = entry["targets"][-1]
    return {
        "key": one.key,
        "name": _(one.name),
        "formula": _(one.formula),
        "value": value,
        "told": _words(one, value),
        "by": by,
        "promised": promised,
        "due": [(year, words.target(one, points), source) for year, points, source in entry["targets"]],
        "years": [(year, _(words.FEW) if few else _words(one, points)) for year, points, few in years],
        "unit": one.unit.value,
        "drawing": drawing(
            [(year, _scaled(one, points)) for year, points, _few in years],
            [(year, _scaled(one, points) or 0) for year, points, _source in entry["targets"]],
        ),
    }


def _scaled(one: Indicator, points: int | None) -> float | None:
    """Dirhams are drawn in millions."""
    return points / MICRO if points is not None and one.unit is Unit.DIRHAMS else points


def planned(network: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": localized(network["sites"][one["site"]]["name"]),
            "first": date.fromisoformat(one["first"]) if one["first"] else None,
            "now": date.fromisoformat(one["now"]) if one["now"] else None,
            "slip": words.slip(one["slip"]),
        }
        for one in network.get("planned", ())
    ]
