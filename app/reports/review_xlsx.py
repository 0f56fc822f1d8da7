"""The yearly review as a workbook: a sheet per section, each figure with its definition."""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.core import i18n
from app.core.i18n import N_, localized, translate
from app.events.states import KIND_NAMES, EventKind
from app.reports import words
from app.reports.figures import PUBLISHED_VERSION
from app.reports.indicators.model import RULE_NAMES, UNIT_NAMES, Unit
from app.reports.indicators.registry import REGISTRY
from app.reports.review import SECTIONS
from app.reports.review_pdf import name_of, paragraphs, planned_line, target_lines
from app.reports.workbooks import Sheet, Workbook

HEAD = (
    N_("Indicator"), N_("Value"), N_("Unit"), N_("Year before"), N_("How many answered"), N_("Definition"),
    N_("Period rule"), N_("Source"), N_("Where it comes from"), N_("Version"), N_("Frozen on"),
    N_("Rows"), N_("Hash of the rows"),
)  # fmt: skip
WIDTHS = (34, 16, 16, 16, 16, 40, 40, 40, 40)
LISTS: dict[str, tuple[str, ...]] = {
    "targets": (N_("Indicator"), N_("Reached"), N_("Promised"), N_("Unit"), N_("Year"), N_("Source")),
    "next": (N_("Site"), N_("Region"), N_("First announced"), N_("Planned now"), N_("Slip in days")),
}


def render(content: Mapping[str, Any], *, language: str) -> bytes:
    """Texts are written as texts: nothing typed by people becomes a formula or a link."""
    buffer = io.BytesIO()
    with i18n.speaking(language), Workbook(buffer) as book:
        for key, name in SECTIONS.items():
            _fill(book.add_sheet(translate(name), WIDTHS), key, content)
    return buffer.getvalue()


def _fill(sheet: Sheet, key: str, content: Mapping[str, Any]) -> None:
    sheet.add_row([f"{translate(SECTIONS[key])} {content['year']}"], bold=True)
    for part in paragraphs(localized(content["texts"][key])):
        sheet.add_row([part])
    entries = content["brief"] if key == "summary" else content["figures"].get(key, ())
    if entries:
        sheet.skip_row()
        sheet.add_row([translate(one) for one in HEAD], bold=True)
        for entry in entries:
            sheet.add_row(_line(entry))
    if rows := _listed(key, content):
        sheet.skip_row()
        sheet.add_row(rows[0], bold=True)
        for row in rows[1:]:
            sheet.add_row(row)


def _line(entry: Mapping[str, Any]) -> list[Any]:
    one = REGISTRY.get(entry["indicator"])
    own = entry["version"] != PUBLISHED_VERSION
    return [
        name_of(entry), _number(entry), translate(UNIT_NAMES[one.unit]), _before(entry), words.answered(entry),
        words.formula(entry), translate(RULE_NAMES[one.rule]) if own else words.NONE, translate(entry["source"]),
        words.origin(entry), entry["version"] if own else words.NONE, read_day(entry["frozen_on"]),
        entry["rows"] if own else words.NONE, entry["rows_sha256"],
    ]  # fmt: skip


def _number(entry: Mapping[str, Any]) -> Any:
    """A plain number where it is one: a share in percent; words where it is “more than”, hidden or unknown."""
    one = REGISTRY.get(entry["indicator"])
    share = one.unit is Unit.SHARE
    if entry.get("hidden") or entry["value"] is None or entry["qualifier"] or (share and not entry["base"]):
        return words.of(entry)
    return round(100 * entry["value"] / entry["base"], 2) if share else entry["value"]


def _before(entry: Mapping[str, Any]) -> Any:
    """The year before as a number, or why there is none."""
    if entry.get("other_definition") or not entry.get("before"):
        return words.change(entry)
    return _number({"indicator": entry["indicator"], **entry["before"]})


def read_day(text: str | None) -> date | int | str:
    """A day or a year as it stands in the content; a month, or nothing, stays text."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return int(text) if text and text.isdecimal() and len(text) == 4 else text or ""


def _listed(key: str, content: Mapping[str, Any]) -> list[list[Any]]:
    """A header and rows of what a section lists beside its figures."""
    if key == "achievements":
        rows = [
            [localized(one["programme"]), localized(site["name"]), read_day(site["on"])]
            for one in content["launched"]
            for site in one["sites"]
        ]
        return [[translate(N_("Programme")), translate(N_("Site")), translate(N_("First day"))], *rows]
    if key == "sites":
        rows = [[localized(one["name"]), localized(one["region"]), read_day(one["on"])] for one in content["opened"]]
        return [[translate(N_("Site")), translate(N_("Region")), translate(N_("Opened"))], *rows]
    if key == "support":
        events = [[translate(KIND_NAMES[EventKind(kind)]), count] for kind, count in content["events"]]
        return [[translate(N_("Events by kind")), translate(N_("Count"))], *events]
    head = [translate(one) for one in LISTS.get(key, ())]
    if key == "targets":
        return [head, *(row for one in content["targets"] for row in _targets(one))]
    return [head, *(_planned(one) for one in content["planned"])] if key == "next" else []


def _targets(one: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The lines of the document with plain numbers beside their unit."""
    unit = translate(UNIT_NAMES[REGISTRY.get(one["indicator"]).unit])
    for (name, reached, _promised, _by, source), (by, value, _source) in zip(
        target_lines(one), one["due"], strict=True
    ):
        yield [name, _number(one["reached"]) if one["reached"] else reached, value, unit, by, source]


def _planned(one: Mapping[str, Any]) -> list[Any]:
    name, region, first, now, slip = planned_line(one)
    days = slip if one["slip"] is None else one["slip"]
    return [name, region, read_day(one["first"]) or first, read_day(one["now"]) or now, days]
