"""What the dashboard shows, made from one stored count: the same for the team, the board, and a guest of a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from flask import render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from app.core.db import db
from app.core.i18n import N_, language, localized, percent
from app.matching import explain
from app.reports import maps, snapshot, suppression, words
from app.reports.indicators.model import Indicator, Place, Unit
from app.reports.indicators.registry import REGISTRY
from app.reports.models import DashboardSnapshot
from app.reports.suppression import few
from app.web.board import promises, ways
from app.web.board.lines import ticks

TILES = (
    "applications", "decision_days", "admission_rate", "confirmation_rate", "startups_supported", "occupancy", "jobs",
    "funds_raised", "exporters", "led_by_women",
)  # fmt: skip
STEPS: dict[str, str] = {
    "begun": N_("Files begun"), "sent": N_("Files sent"), "reviewed": N_("Files reviewed"),
    "accepted": N_("Files accepted"), "confirmed": N_("Files confirmed"),
}  # fmt: skip
SHADES = ((20, [1, 3, 6, 12]), (100, [1, 10, 25, 50]), (10**9, [1, 10, 40, 100]))
"""Limits of the four shades of the map, by the largest figure."""
SECTORS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; unknown values mean everything."""

    period: str
    place: Place

    def args(self, **more: str) -> dict[str, str | None]:
        return {
            "period": self.period if self.period != snapshot.LAST_12 else None,
            "site": self.place.site or None, "programme": self.place.programme or None,
            "region": self.place.region or None, **more,
        }  # fmt: skip


def asked(*, region: bool = False) -> Asked:
    """`region` only where figures are counted at once: the stored counts have none."""
    given = request.args
    code = given.get("region", "")[:10] if region else ""
    place = Place(given.get("site", "")[:60], given.get("programme", "")[:60], code)
    return Asked(given.get("period", "")[:10] or snapshot.LAST_12, place)


@dataclass(frozen=True, slots=True)
class Count:
    """One stored count and what is the same for every filter."""

    taken_at: datetime
    content: Mapping[str, Any]
    network: Mapping[str, Any]


def stored(wanted: Asked) -> tuple[Count | None, Mapping[str, Any]]:
    """(the count, what is the same for all) in one statement; no count where nothing was counted for the filter."""
    keys = (snapshot.key_of(wanted.period, wanted.place), snapshot.NETWORK)
    rows = db.session.execute(
        sa.select(DashboardSnapshot.key, DashboardSnapshot.taken_at, DashboardSnapshot.content).where(
            DashboardSnapshot.key.in_(keys)
        )
    )
    found = {key: (taken_at, content) for key, taken_at, content in rows}
    _at, network = found.get(snapshot.NETWORK, (None, {}))
    if keys[0] not in found or not network:
        return None, network
    taken_at, content = found[keys[0]]
    return Count(taken_at, content, network), network


def tiles(count: Count, *, team: bool) -> list[dict[str, Any]]:
    return [tile(key, count.content["tiles"][key], team=team) for key in TILES]


def tile(key: str, stored_tile: Mapping[str, Any], *, team: bool) -> dict[str, Any]:
    """Name, value, comparison and direction of one tile."""
    one = REGISTRY.get(key)
    now, before = ({**stored_tile[when], "indicator": key} for when in ("now", "before"))
    for side in (now, before):
        side["hidden"] = side["hidden"] and not team
    return {
        "key": key,
        "name": _("%(figure)s, %(year)s", figure=_(one.name), year=stored_tile["year"])
        if stored_tile["year"]
        else _(one.name),
        "year": stored_tile["year"],
        "value": words.of(now),
        "few": now["hidden"],
        "beside": words.answered(now),
        "before": _("%(value)s a year before", value=words.of(before)) if _known(before) else "",
        **_trend(one, now, before),
        "formula": _(one.formula),
    }


def _known(side: Mapping[str, Any]) -> bool:
    return side["value"] is not None and not side["hidden"]


def _trend(indicator: Indicator, now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Whether it went up, and whether that is good or bad: only where both years are known and one way is better.

    Never for a sum over those that answered: it moves with the answers.
    """
    goal, unit = indicator.goal, indicator.unit
    sums_answers = indicator.asked is not None and unit is not Unit.SHARE
    if not goal or sums_answers or not _known(now) or not _known(before):
        return {"trend": "", "up": False}
    one, other = (
        side["value"] / side["base"] if unit is Unit.SHARE and side["base"] else side["value"] for side in (now, before)
    )
    if one == other:
        return {"trend": "", "up": False}
    return {"trend": "good" if (one > other) == (goal > 0) else "bad", "up": one > other}


def months(count: Count, *, team: bool) -> dict[str, Any] | None:
    """Files of each month and of the same month a year before.

    Outside the team only of the whole network (None with a filter), and no month with few files, nor one that would
    give it away: such a month is None.
    """
    if count.content["filtered"] and not team:
        return None
    rows = count.content["months"]
    now, before = (_monthly([row[column] for row in rows], team) for column in (1, 2))
    days = [date.fromisoformat(f"{row[0]}-01") for row in rows]
    known = [files for files in (*now, *before) if files is not None]
    return {"days": days, "now": now, "before": before, "ticks": ticks(known), "most": max(known, default=0)}


def _monthly(files: Sequence[int], team: bool) -> list[int | None]:
    shown = suppression.beside({str(number): count for number, count in enumerate(files)})
    return [count if team or str(number) in shown else None for number, count in enumerate(files)]


def funnel(count: Count, *, team: bool) -> list[tuple[str, int | None, str]]:
    """(step, files, share of the first step); outside the team no step that few files reached, or that few left."""
    rows = count.content["funnel"]
    first, above = rows[0][1], None
    hidden = count.content["tiles"]["applications"]["now"]["hidden"]
    found: list[tuple[str, int | None, str]] = []
    for key, files in rows:
        small = few(files) or (above is not None and few(above - files))
        if team or not (hidden or small):
            above = files
            found.append((_(STEPS[key]), files, percent(files / first) if first else ""))
        else:
            found.append((_(STEPS[key]), None, ""))
    return found


def regions(count: Count, *, team: bool) -> dict[str, Any]:
    """Shades, table and dots of the map; what may not be shown has no number and no shade of its own."""
    found = {key: files if shown or team else None for key, files, shown in count.content["regions"] if key}
    names = {key: localized(name) for key, name in count.network["regions"].items()}
    rows = sorted(((names[key], found.get(key, 0)) for key in names), key=lambda row: (-(row[1] or 0), row[0]))
    most = max((files for files in found.values() if files), default=0)
    steps = next(limits for top, limits in SHADES if most <= top)
    values = {key: files for key, files in found.items() if files}
    return {"values": values, "rows": rows, "steps": steps, "shades": _shades(steps), "dots": dots(count.network)}


def _shades(steps: list[int]) -> list[str]:
    return [*(f"{low} – {high - 1}" for low, high in pairwise(steps)), f"{steps[-1]} +"]


def dots(network: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Sites on the map, open ones first."""
    found = [
        maps.Place(localized(one["name"]), one["longitude"], one["latitude"], one["status"] == "planned")
        for one in network["sites"].values()
    ]
    return maps.dots(sorted(found, key=lambda one: one.planned))


def sectors(count: Count, *, team: bool) -> list[tuple[str, int | None]]:
    rows = [
        (explain.word(key) if key else _("Not said"), files if shown or team else None)
        for key, files, shown in count.content["sectors"]
    ]
    known = [row for row in rows if row[1] is not None]
    hidden = [row for row in rows if row[1] is None]
    top, rest = known[:SECTORS_SHOWN], sum(files or 0 for _name, files in known[SECTORS_SHOWN:])
    return [*top, *([(_("Others"), rest)] if rest else []), *([(_("Small groups"), None)] if hidden else [])]


def sites(count: Count, *, team: bool) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "name": localized(count.network["sites"].get(key, {}).get("name")) or key,
            "share": taken / there if there else None,
            "workplaces": count.network["sites"].get(key, {}).get("workplaces"),
            "startups": startups if shown or team else None,
            "waiting": waiting if team or not few(waiting) else None,
        }
        for key, taken, there, startups, shown, waiting in count.content["sites"]
    ]


def programmes(count: Count, *, team: bool) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "name": localized(count.network["programmes"].get(key)) or key,
            "states": [
                files if team or state in shown else None
                for state, files in zip(("active", "completed", "left"), counts, strict=True)
            ],
        }
        for key, *counts, shown in count.content["programmes"]
    ]  # fmt: skip


def page(wanted: Asked, *, team: bool) -> dict[str, Any]:
    """Everything the panels show."""
    count, network = stored(wanted)
    found: dict[str, Any] = {"asked": wanted, "count": count, "network": network, "team": team}
    if count is None:
        return found
    return found | {
        "first": date.fromisoformat(count.content["first"]),
        "last": date.fromisoformat(count.content["last"]),
        "tiles": tiles(count, team=team),
        "months": months(count, team=team),
        "funnel": funnel(count, team=team),
        "regions": regions(count, team=team),
        "sectors": sectors(count, team=team),
        "sites": sites(count, team=team),
        "programmes": programmes(count, team=team),
        "steps": [key for key, _files in count.content["funnel"]],
        "region_keys": {localized(name): key for key, name in network["regions"].items()},
        "ways": ways.STEPS,
        "roadmap": promises.roadmap(network, team=team),
        "planned": promises.planned(network),
    }


def rendered(wanted: Asked, *, team: bool, guest: bool = False) -> Markup:
    """Filters and panels as they stand for one count, made once for each language and kind of reader."""
    counted = db.session.scalar(
        sa.select(DashboardSnapshot.taken_at).where(
            DashboardSnapshot.key == snapshot.key_of(wanted.period, wanted.place)
        )
    )
    if counted is None:
        return _render(wanted, team, guest)
    return _kept(wanted, team, guest, language(), counted)


@lru_cache(maxsize=64)
def _kept(wanted: Asked, team: bool, guest: bool, _language: str, _counted: datetime) -> Markup:
    return _render(wanted, team, guest)


def _render(wanted: Asked, team: bool, guest: bool) -> Markup:
    return Markup(render_template("board/_dashboard.html", guest=guest, **page(wanted, team=team)))  # noqa: S704  ours
