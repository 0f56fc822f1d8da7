"""Workbooks: each value by its type, the first row in sight."""

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest

from app.core.i18n import speaking
from app.reports.workbooks import LONGEST_TEXT, write_table


@pytest.fixture
def sheet():
    """The XML of a sheet with one row of each kind of value, read by an Arabic reader."""
    file, row = io.BytesIO(), ["=1+1", "007", 12, 2.75, date(2027, 1, 2), datetime(2027, 1, 2, 12, tzinfo=UTC), None]
    with speaking("ar"):
        write_table(file, "ملفات", ["a"] * len(row), [row, ["x" * 40_000]])
    return zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()


def test_numbers_and_days_are_values_and_texts_are_texts(sheet):
    values = dict(re.findall(r'<c r="([A-G]2)"[^>]*><v>([^<]+)</v>', sheet))
    texts = dict(re.findall(r'<c r="([A-G]2)"[^>]*t="inlineStr"><is><t[^>]*>([^<]+)</t>', sheet))

    assert {cell: float(value) for cell, value in values.items()} == {
        "C2": 12, "D2": 2.75, "E2": 46389, "F2": 46389.5,  # days since 1900; noon in Morocco, UTC since 2026
    }  # fmt: skip
    assert texts == {"A2": "=1+1", "B2": "007"}
    assert "<f>" not in sheet


def test_the_first_row_stays_and_the_sheet_follows_the_readers_direction(sheet):
    assert re.search(r'<pane ySplit="1"[^>]*state="frozen"', sheet)
    assert 'rightToLeft="1"' in sheet


def test_a_text_that_excel_would_refuse_is_cut(sheet):
    assert "x" * LONGEST_TEXT in sheet
    assert "x" * (LONGEST_TEXT + 1) not in sheet
