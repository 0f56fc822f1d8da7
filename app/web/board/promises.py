"""What the network promised and where it stands: targets of the roadmap, planned sites and their slips."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.core.i18n import localized
from app.reports import words
from app.reports.indicators.model import Indicator, Unit
from app.reports.indicators.registry import REGISTRY


def _points(one: Indicator, figure: Mapping[str, Any]) -> int:
    """A figure in the unit of its target: percent for a share."""
    if one.unit is Unit.SHARE:
        return round(100 * (figure["value"] or 0) / figure["base"]) if figure["base"] else 0
    return figure["value"] or 0


def roadmap(network: Mapping[str, Any], *, team: bool) -> list[dict[str, Any]]:
    """For each target: where the network stands now, and what is promised by when."""
    found = []
    for entry in network.get("roadmap", ()):
        one = REGISTRY.get(entry["indicator"])
        year, now = entry["years"][-1]
        due = [(by, value, source) for by, value, source in entry["targets"]]
        last = due[-1]
        found.append(
            {
                "key": one.key,
                "name": _(one.name),
                "formula": _(one.formula),
                "value": None if now["hidden"] and not team else _points(one, now),
                "year": year,
                "by": last[0],
                "promised": last[1],
                "due": [(by, words.target(one, value), source) for by, value, source in due],
                "years": [
                    (at, None if figure["hidden"] and not team else _points(one, figure))
                    for at, figure in entry["years"]
                ],
                "unit": one.unit.value,
            }
        )
    return found


def planned(network: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": localized(network["sites"][one["site"]]["name"]),
            "first": date.fromisoformat(one["first"]) if one["first"] else None,
            "now": date.fromisoformat(one["now"]) if one["now"] else None,
            "slip": one["slip"],
        }
        for one in network.get("planned", ())
    ]
