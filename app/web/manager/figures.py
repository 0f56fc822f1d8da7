"""The dashboard's figures as plain values for the page and the download."""

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.i18n import N_, direction, localized, number, percent
from app.programmes import queries as programmes
from app.programmes.states import SiteState
from app.questionnaires import queries as questionnaires
from app.reports import queries
from app.reports.definitions import DEFINITIONS, SMALLEST_GROUP

FUNNEL = {
    "begun": N_("Begun"), "sent": N_("Sent"), "reviewed": N_("Reviewed"), "accepted": N_("Accepted"),
    "confirmed": N_("Confirmed"),
}  # fmt: skip
NONE = "–"
STEPS = ((20, [1, 3, 6, 12]), (100, [1, 10, 25, 50]), (10**9, [1, 10, 40, 100]))
"""Limits of the four shades of the map, by the largest figure."""


def tiles(scope: queries.Scope) -> list[tuple[str, str, str]]:
    """(name, value, comparison or base) of each tile, in order."""
    sent, before = queries.sent(scope), queries.sent(scope.earlier())
    places, answers = queries.answers(scope)
    days = queries.median_days(scope)
    jobs, reporting = queries.jobs(scope)
    told = ngettext("%(num)s startup reports", "%(num)s startups report", reporting)
    few = _("shown from %(least)s startups on", least=SMALLEST_GROUP)
    return [
        ("sent", number(sent), _("%(before)s in the 12 months before", before=number(before))),
        ("days", NONE if days is None else ngettext("%(num)s day", "%(num)s days", days),
         _("from sending to decision")),
        ("rate", percent(places / answers) if answers else NONE,
         _("%(places)s of %(answers)s answers", places=number(places), answers=number(answers))),
        ("confirmed", number(queries.confirmed(scope)), _("places taken up")),
        ("jobs", NONE if jobs is None else number(jobs), told if jobs is not None else few),
    ]  # fmt: skip


def ticks(values: list[int]) -> list[int]:
    """Four round marks from the top down to zero."""
    top = max([*values, 3])
    size = 10 ** max(int(math.log10(top / 3)), 0)
    step = next(part * size for part in (1, 2, 3, 5, 10, 20) if part * size * 3 >= top)
    return [3 * step, 2 * step, step, 0]


def months(scope: queries.Scope) -> dict[str, Any]:
    now, before = queries.by_month(scope), queries.by_month(scope.earlier())
    return {"days": scope.months, "now": now, "before": before, "ticks": ticks(now + before)}


def funnel(scope: queries.Scope) -> list[tuple[str, int, str]]:
    """(step, files, share of the first step)."""
    found = queries.funnel(scope)
    first = found["begun"]
    return [(FUNNEL[key], count, percent(count / first) if first else "") for key, count in found.items()]


def regions(scope: queries.Scope) -> dict[str, Any]:
    found = queries.by_answer(scope, "home_region")
    names = {region.code: localized(region.name) for region in programmes.regions()}
    rows = sorted(((names.get(code, code), found.get(code, 0)) for code in names), key=lambda row: (-row[1], row[0]))
    most = max(found.values(), default=0)
    steps = next(
        s for top, s in ((20, [1, 3, 6, 12]), (100, [1, 10, 25, 50]), (10**9, [1, 10, 40, 100])) if most <= top
    )
    return {"values": found, "rows": rows, "steps": steps, "shades": _shades(steps), "dots": _dots()}


def _shades(steps: list[int]) -> list[str]:
    ends = [f"{low} – {high - 1}" for low, high in pairwise(steps)]
    return [*ends, f"{steps[-1]} +"]


def _dots() -> list[dict[str, Any]]:
    """Open sites on the map, one per city under its shortest name; the label ends before the dot in both directions."""
    anchor = "start" if direction() == "rtl" else "end"
    dots: dict[tuple[int, int], dict[str, Any]] = {}
    for site in programmes.sites():
        if site.status is SiteState.OPEN and site.latitude is not None and site.longitude is not None:
            x, y = project(site.longitude, site.latitude)
            dot = {"x": x, "y": y, "lx": x - 9, "ly": y + 2, "a": anchor, "t": localized(site.name), "lead": 0}
            place = (round(x / 12), round(y / 12))
            dots[place] = min(dots.get(place, dot), dot, key=lambda one: len(one["t"]))
    ordered = sorted(dots.values(), key=lambda dot: dot["y"])
    for upper, lower in pairwise(ordered):
        if lower["y"] - upper["y"] < 16 and abs(lower["x"] - upper["x"]) < 60:
            upper["ly"] -= 6
    return ordered


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """The kit's Mercator: see static/kit/data."""
    k, pad, x0, y1 = 1380.2613753525504, 6, -0.2985320514942031, 0.6723747558644255
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return round(pad + (math.radians(longitude) - x0) * k, 1), round(pad + (y1 - y) * k, 1)


def sectors(scope: queries.Scope) -> list[tuple[str, int]]:
    found = queries.by_answer(scope, "sector")
    labels = _sector_names()
    rows = [(labels.get(key, key), count) for key, count in found.items()]
    shown, rest = rows[: queries.SECTORS_SHOWN], sum(count for _name, count in rows[queries.SECTORS_SHOWN :])
    return [*shown, (_("Others"), rest)] if rest else shown


def _sector_names() -> Mapping[str, str]:
    version = questionnaires.latest_published()
    question = questionnaires.definition(version.id).questions.get("sector") if version else None
    return {option.key: localized(option.label) for option in question.options} if question else {}


def table(scope: queries.Scope) -> list[list[Any]]:
    """Every figure with its definition, for a spreadsheet."""
    rows = [[_(DEFINITIONS[key].name), "", value, _(DEFINITIONS[key].formula)] for key, value, _base in tiles(scope)]
    by_month = months(scope)
    parts: list[tuple[str, list[tuple[Any, Any]]]] = [
        ("months", list(zip(by_month["days"], by_month["now"], strict=True))),
        ("funnel", [(_(name), count) for name, count, _share in funnel(scope)]),
        ("regions", regions(scope)["rows"]),
        ("sites", [(localized(row.name), f"{row.taken} / {row.seats}") for row in queries.sites(scope)]),
        ("sectors", sectors(scope)),
    ]
    for key, lines in parts:
        rows += [[_(DEFINITIONS[key].name), name, value, _(DEFINITIONS[key].formula)] for name, value in lines]
    return rows
