"""Cells that a spreadsheet cannot turn into formulas."""

from datetime import UTC, datetime

import pytest

from app.reports.exports import BOM, CHUNK, cell, to_csv


@pytest.mark.parametrize("text", ["=1+1", "+212600000000", "-3", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_would_be_calculated_gets_an_apostrophe(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-3, 4.5, 0])
def test_numbers_stay_numbers(value):
    assert cell(value) == value


def test_other_values_become_plain_text():
    assert [cell(None), cell(True), cell("Atlas"), cell(datetime(2027, 1, 1, tzinfo=UTC))] == [
        "", 1, "Atlas", "2027-01-01 00:00",
    ]  # fmt: skip


def test_every_row_arrives_once_whatever_the_pieces():
    pieces = list(to_csv(["=n"], ([number] for number in range(3 * CHUNK + 1))))

    lines = "".join(pieces).removeprefix(BOM).splitlines()
    assert pieces[0].startswith(BOM)
    assert lines[0] == "'=n"
    assert [int(line) for line in lines[1:]] == list(range(3 * CHUNK + 1))
