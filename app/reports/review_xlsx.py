"""The yearly review as a workbook: a sheet per section, each figure with its definition."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from app.core import i18n
from app.core.i18n import N_, localized, translate
from app.events.states import KIND_NAMES, EventKind
from app.reports import words
from app.reports.figures import PUBLISHED_VERSION
from app.reports.indicators.model import RULE_NAMES, UNIT_NAMES, Unit
from app.reports.indicators.registry import REGISTRY
from app.reports.review import SECTIONS
from app.reports.review_pdf import name_of, planned_line, target_lines

HEAD = (
    N_("Indicator"), N_("Value"), N_("Unit"), N_("Year before"), N_("How many answered"), N_("Definition"),
    N_("Period rule"), N_("Source"), N_("Where it comes from"), N_("Version"), N_("Frozen on"),
    N_("Rows"), N_("Hash of the rows"),
)  # fmt: skip
LISTS: dict[str, tuple[str, ...]] = {
    "targets": (N_("Indicator"), N_("Reached"), N_("Promised"), N_("Year"), N_("Source")),
    "next": (N_("Site"), N_("Region"), N_("First announced"), N_("Planned now"), N_("Slip")),
}


def render(content: Mapping[str, Any], *, language: str) -> bytes:
    """Texts are written as texts: nothing typed by people becomes a formula or a link."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with i18n.speaking(language), xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for key, name in SECTIONS.items():
            sheet = book.add_worksheet(translate(name)[:31])
            if i18n.direction() == "rtl":
                sheet.right_to_left()
            _fill(sheet, key, content, bold, wrapped)
    return buffer.getvalue()


def _fill(sheet: Any, key: str, content: Mapping[str, Any], bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 16)
    sheet.set_column(5, 8, 40)
    row = _table(sheet, 0, [[f"{translate(SECTIONS[key])} {content['year']}"]], bold)
    text = localized(content["texts"][key])
    if text:
        row = _table(sheet, row, [[part] for part in text.split("\n") if part.strip()], None)
    entries = content["brief"] if key == "summary" else content["figures"].get(key, ())
    if entries:
        row = _table(sheet, row + 1, [[translate(one) for one in HEAD]], bold)
        row = _table(sheet, row, [_line(entry) for entry in entries], wrapped)
    if rows := _listed(key, content):
        _table(sheet, _table(sheet, row + 1, [rows[0]], bold), rows[1:], wrapped)


def _table(sheet: Any, first: int, rows: Sequence[Sequence[Any]], cell: Any) -> int:
    """Writes rows; returns the number of the row after them."""
    for number, values in enumerate(rows, start=first):
        for column, value in enumerate(values):
            if isinstance(value, int | float):
                sheet.write_number(number, column, value, cell)
            else:
                sheet.write_string(number, column, str(value), cell)
    return first + len(rows)


def _line(entry: Mapping[str, Any]) -> list[Any]:
    one = REGISTRY.get(entry["indicator"])
    own = entry["version"] != PUBLISHED_VERSION
    return [
        name_of(entry), _number(entry), translate(UNIT_NAMES[one.unit]), words.change(entry), words.answered(entry),
        words.formula(entry), translate(RULE_NAMES[one.rule]) if own else words.NONE, translate(entry["source"]),
        words.origin(entry), entry["version"] if own else words.NONE, entry["frozen_on"],
        entry["rows"] if own else words.NONE, entry["rows_sha256"],
    ]  # fmt: skip


def _number(entry: Mapping[str, Any]) -> Any:
    """A plain number where it is one: a share in percent; words where it is “more than”, hidden or unknown."""
    one = REGISTRY.get(entry["indicator"])
    if entry["hidden"] or entry["value"] is None or entry["qualifier"]:
        return words.of(entry)
    return round(100 * entry["value"] / entry["base"], 2) if one.unit is Unit.SHARE else entry["value"]


def _listed(key: str, content: Mapping[str, Any]) -> list[list[Any]]:
    """A header and rows of what a section lists beside its figures."""
    if key == "achievements":
        rows = [
            [localized(one["programme"]), localized(site["name"]), site["on"]]
            for one in content["launched"]
            for site in one["sites"]
        ]
        return [[translate(N_("Programme")), translate(N_("Site")), translate(N_("First day"))], *rows]
    if key == "sites":
        rows = [[localized(one["name"]), localized(one["region"]), one["on"]] for one in content["opened"]]
        return [[translate(N_("Site")), translate(N_("Region")), translate(N_("Opened"))], *rows]
    if key == "support":
        events = [[translate(KIND_NAMES[EventKind(kind)]), count] for kind, count in content["events"]]
        return [[translate(N_("Events by kind")), translate(N_("Count"))], *events]
    head = [translate(one) for one in LISTS.get(key, ())]
    if key == "targets":
        return [head, *(row for one in content["targets"] for row in target_lines(one))]
    return [head, *(planned_line(one) for one in content["planned"])] if key == "next" else []
