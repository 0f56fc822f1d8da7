"""Cells that a spreadsheet cannot turn into formulas, in the format of the reader's spreadsheet."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.i18n import speaking
from app.reports.exports import BOM, CHUNK, cell, to_csv

SEPARATORS = ",;|:\t"


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


@pytest.mark.parametrize("code", ["fr", "ar", "en"])
@given(texts=st.lists(st.text(st.sampled_from("ab=+-@＝,;|:\t\r\n \"'\ufeff")), min_size=1, max_size=4))
def test_no_text_is_calculated_wherever_the_file_is_cut(code, texts):
    with speaking(code):
        made = "".join(to_csv(["x"] * len(texts), [texts])).removeprefix(BOM)

    for separator in SEPARATORS:
        for row in csv.reader(io.StringIO(made, newline=""), delimiter=separator):
            assert not [part for part in row if part.strip(' "\ufeff').startswith(("=", "+", "-", "@", "＝"))]


def test_a_formula_behind_a_semicolon_is_text():
    assert cell("Oasis;=cmd|' /C calc'!A0") == "Oasis;'=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("code", "line"), [("fr", "Atlas;2,75;-3,5;12"), ("ar", "Atlas;2,75;-3,5;12"), ("en", "Atlas,2.75,-3.5,12")]
)
def test_separators_and_decimals_are_those_of_the_readers_spreadsheet(code, line):
    with speaking(code):
        made = "".join(to_csv(["a", "b", "c", "d"], [["Atlas", 2.75, Decimal("-3.5"), 12]]))

    assert made.startswith(BOM)
    assert made.splitlines()[1] == line
