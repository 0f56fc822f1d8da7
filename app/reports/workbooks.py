"""Workbooks (XLSX): numbers are numbers, days are days, the first row stays in sight, no text is calculated."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from app.core import i18n
from app.core.clock import MOROCCO

LONGEST_TEXT = 32_767
"""Excel refuses a longer cell."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Workbook:
    """Writes sheets row by row into an open file; use as a context manager, which closes the book.

    A `streamed` book keeps one row in memory and each text where it stands, for long tables.
    """

    def __init__(self, file: IO[bytes], *, streamed: bool = False) -> None:
        self._book = xlsxwriter.Workbook(file, _OPTIONS | {"constant_memory" if streamed else "in_memory": True})
        self._formats = {
            (kind, bold): self._book.add_format(
                {"text_wrap": True, "valign": "top", "bold": bold, **({"num_format": shown} if shown else {})}
            )
            for kind, shown in (("plain", ""), ("day", "yyyy-mm-dd"), ("moment", "yyyy-mm-dd hh:mm"))
            for bold in (False, True)
        }

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, *_error: object) -> None:
        self._book.close()

    def add_sheet(self, name: str, widths: Sequence[int] = ()) -> "Sheet":
        """An empty sheet in the reader's direction, its first row frozen; `widths` are counted in letters."""
        sheet = self._book.add_worksheet(name[:31])
        if i18n.direction() == "rtl":
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return Sheet(sheet, self._formats)


class Sheet:
    """Rows are added from the top."""

    def __init__(self, sheet: Any, formats: dict[tuple[str, bool], Any]) -> None:
        self._sheet, self._formats, self._next = sheet, formats, 0

    def add_row(self, values: Sequence[Any], *, bold: bool = False) -> None:
        """One cell per value, by its type; None and “” leave the cell empty. Instants are shown in Moroccan time."""
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            place = (self._next, column)
            if isinstance(value, datetime):
                local = value.astimezone(MOROCCO).replace(tzinfo=None)
                self._sheet.write_datetime(*place, local, self._formats["moment", bold])
            elif isinstance(value, date):
                self._sheet.write_datetime(*place, value, self._formats["day", bold])
            elif isinstance(value, int | float | Decimal):
                self._sheet.write_number(*place, value, self._formats["plain", bold])
            else:
                text = str(value).replace("\x00", "")[:LONGEST_TEXT]
                self._sheet.write_string(*place, text, self._formats["plain", bold])
        self._next += 1

    def skip_row(self) -> None:
        """Leave a row empty."""
        self._next += 1


def write_table(file: IO[bytes], name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A book of one sheet: the header, then the rows as they come."""
    with Workbook(file, streamed=True) as book:
        sheet = book.add_sheet(name, [20] * len(header))
        sheet.add_row(header, bold=True)
        for row in rows:
            sheet.add_row(row)
