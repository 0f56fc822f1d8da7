"""Every figure of the dashboard as rows of a spreadsheet: plain numbers, each with its unit and definition."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from app.reports import words
from app.reports.indicators.model import UNIT_NAMES, Unit
from app.reports.indicators.registry import REGISTRY
from app.web.board import ways

Row = list[Any]


def header() -> Row:
    return [_("Figure"), _("Part"), _("Value"), _("Of"), _("Unit"), _("Definition")]


def table(found: Mapping[str, Any]) -> Iterator[Row]:
    """`found` is the page as the reader may see it: what is hidden there is hidden here."""
    yield from _tiles(found)
    yield from _months(found)
    for key, (name, files, _share) in zip(found["steps"], found["funnel"], strict=True):
        yield _count(_("From the first answer to a confirmed place"), name, files, _(ways.MEANINGS[key]))
    sent = _(REGISTRY.get("applications").formula)
    for name, files in found["regions"]["rows"]:
        yield _count(_("Applications by region"), name, files, sent)
    for name, files in found["sectors"]:
        yield _count(_("Sectors"), name, files, sent)
    yield from _sites(found)
    yield from _programmes(found)
    yield from _roadmap(found)


def _count(figure: str, part: str, value: int | None, definition: str) -> Row:
    return [figure, part, _(words.FEW) if value is None else value, "", _(UNIT_NAMES[Unit.COUNT]), definition]


def _unit(unit: Unit) -> str:
    """A share is given by its two numbers."""
    return str(_("Share (value / of)") if unit is Unit.SHARE else _(UNIT_NAMES[unit]))


def _of(key: str, part: str, figure: Mapping[str, Any], *, team: bool) -> Row:
    """A figure of the registry: value and base, empty where it is unknown."""
    one = REGISTRY.get(key)
    hidden = figure["hidden"] and not team
    return [
        _(one.name), part, _(words.FEW) if hidden else figure["value"], "" if hidden else figure["base"],
        _unit(one.unit), _(one.formula),
    ]  # fmt: skip


def _tiles(found: Mapping[str, Any]) -> Iterator[Row]:
    for shown in found["tiles"]:
        figure = found["count"].content["tiles"][shown["key"]]["now"]
        yield _of(shown["key"], str(shown["year"] or ""), figure, team=found["team"])


def _months(found: Mapping[str, Any]) -> Iterator[Row]:
    by_month = found["months"]
    sent = _(REGISTRY.get("applications").formula)
    for day, files in zip(by_month["days"], by_month["now"], strict=True) if by_month else ():
        yield _count(_("Applications sent per month"), day.strftime("%Y-%m"), files, sent)


def _sites(found: Mapping[str, Any]) -> Iterator[Row]:
    occupancy, supported = REGISTRY.get("occupancy"), REGISTRY.get("startups_supported")
    days = {key: (taken, there) for key, taken, there, *_rest in found["count"].content["sites"]}
    for one in found["sites"]:
        taken, there = days[one["key"]]
        value, base = (taken, there) if there else (None, None)
        yield [_(occupancy.name), one["name"], value, base, _unit(occupancy.unit), _(occupancy.formula)]
        yield _count(_(supported.name), one["name"], one["startups"], _(supported.formula))
        yield _count(_("Waiting"), one["name"], one["waiting"], _(ways.WAITING))


def _programmes(found: Mapping[str, Any]) -> Iterator[Row]:
    names = (_("Participations under way"), _("Participations completed"), _("Participations ended early"))
    for one in found["programmes"]:
        for name, value in zip(names, one["states"], strict=True):
            yield _count(name, one["name"], value, _(ways.PARTICIPATIONS))


def _roadmap(found: Mapping[str, Any]) -> Iterator[Row]:
    for entry in found["network"].get("roadmap", ()):
        if entry["indicator"] not in REGISTRY:
            continue
        for year, figure in entry["years"]:
            yield _of(entry["indicator"], str(year), figure, team=found["team"])
        for year, value, source in entry["targets"]:
            one = REGISTRY.get(entry["indicator"])
            base = 100 if one.unit is Unit.SHARE else None
            name = _("Target: %(name)s", name=_(one.name))
            yield [name, str(year), value, base, _unit(one.unit), source]
