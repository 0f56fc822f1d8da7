"""Rows as CSV for a spreadsheet in the reader's language, with cells that cannot become formulas anywhere."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.core.clock import MOROCCO
from app.core.i18n import language

BOM = "\ufeff"
CHUNK = 200
_CALCULATED = re.compile(r"(^|[,;|:\t\v\f\r\n\x85\u2028\u2029])(?=[\s\"'\x00-\x1f\u200b-\u200f\ufeff]*[=+\-@＝＋－＠])")


def cell_separator() -> str:
    """A French or Arabic spreadsheet cuts at semicolons, because its decimals have a comma."""
    return "," if language() == "en" else ";"


def defuse_formulas(text: str) -> str:
    """The text with an apostrophe before each part that a spreadsheet would calculate, wherever it may be cut.

    A file is opened with other separators than it was written with: each sign that may separate cells or lines
    counts. A text that begins with a tab or a line end gets one too.
    """
    text = _CALCULATED.sub(r"\1'", text.replace("\x00", ""))
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) else text


def cell(value: Any) -> Any:
    """A value as a cell. Numbers stay numbers; no text is calculated."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return value.astimezone(MOROCCO).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return defuse_formulas(str(value))


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file in pieces: a byte order mark for Excel, the header, then the rows as they come."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=cell_separator())
    buffer.write(BOM)
    writer.writerow([cell(name) for name in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_spell(cell(value)) for value in row])
        if number % CHUNK == 0:
            yield _take(buffer)
    yield _take(buffer)


def _spell(value: Any) -> Any:
    """A fraction with the decimal sign of the reader's spreadsheet."""
    if not isinstance(value, float | Decimal):
        return value
    text = f"{Decimal(repr(value)) if isinstance(value, float) else value:f}"
    return text if language() == "en" else text.replace(".", ",")


def _take(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
