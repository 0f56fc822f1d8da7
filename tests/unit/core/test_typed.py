"""How names and addresses of people are read."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InvalidInput
from app.core.typed import LONGEST_NAME, read_address, read_day, read_name, read_plain, read_whole


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  Salma   Berrada ", "Salma Berrada"),
        ("Votre compte\nest bloqué\r\nhttp://x", "Votre compte est bloqué http://x"),
        ("\u202eadmas\u202c", "admas"),
        ("Sal\u200bma\x00", "Salma"),
        ("سلمى\u200cبرادة", "سلمى\u200cبرادة"),
    ],
)
def test_a_name_is_one_visible_line(typed, read):
    assert read_name(typed) == read


@pytest.mark.parametrize("typed", ["", " \t\n", "\u200b\u200e", "\u3164", "x" * (LONGEST_NAME + 1)])
def test_what_nobody_can_read_or_print_is_no_name(typed):
    with pytest.raises(InvalidInput):
        read_name(typed)


@given(st.text())
def test_a_name_never_breaks_a_line_and_never_hides_a_sign(text):
    try:
        name = read_name(text)
    except InvalidInput:
        return
    assert name == name.strip() and len(name) <= LONGEST_NAME
    assert not [c for c in name if unicodedata.category(c)[0] in "CZ" and c not in " \u200c\u200d"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" Salma@Exemple.MA ", "salma@exemple.ma"),
        ("\u200fsalma@exemple.ma\u200b", "salma@exemple.ma"),
        ("salma@exämple.ma", "salma@xn--exmple-cua.ma"),
        ("salma@exemple．ma", "salma@exemple.ma"),
    ],
)
def test_an_address_is_kept_as_the_server_takes_it(typed, read):
    assert read_address(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "", "salma", "salma@exemple", "sal ma@exemple.ma", "é@exemple.ma", "Ｓ@exemple.ma", "<salma@exemple.ma>",
        "a@x.ma, b@y.ma", "a@x.ma\nBcc: b@y.ma", '"a b"@x.ma', "a@[1.2.3.4]", f"{'a' * 65}@x.ma",
        f"a@{'x' * 300}.ma",
    ],
)  # fmt: skip
def test_what_is_no_address_or_cannot_be_carried_is_refused(typed):
    with pytest.raises(InvalidInput) as refused:
        read_address(typed, field="holder_email")
    assert refused.value.field == "holder_email"


DAY = date(2020, 12, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "31/12/2020", "31-12-2020", "31.12.2020", "31 12 2020", "31122020", "31/12/20", "31 / 12 / 2020", "2020-12-31",
        "٣١/١٢/٢٠٢٠", "３１/１２/２０２０", "\u200f31/12/2020\u200b", "31\u00a012\u00a02020", " 31122020 ", "31.12.20",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_type_it(typed):
    assert read_day(typed, field="day") == DAY


def test_two_digits_of_a_year_mean_the_nearest_past_or_the_coming_twenty_years():
    assert read_day("01/02/85", field="day") == date(1985, 2, 1)
    assert read_day("01/02/30", field="day") == date(2030, 2, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2024", "does not exist"), ("29/02/2023", "does not exist"), ("00/10/2024", "does not exist"),
        ("12/31/2024", "does not exist"), ("32122020", "does not exist"), ("hier", "like 31/12/2026"),
        ("2024", "like 31/12/2026"), ("1/2", "like 31/12/2026"), ("9" * 5000, "like 31/12/2026"), ("", "like 31/12"),
        ("31/12/0001", "Write a year between"), ("31/12/9999", "Write a year between"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_told_in_its_own_words(typed, said):
    with pytest.raises(InvalidInput, match=said) as refused:
        read_day(typed, field="due")
    assert refused.value.field == "due"


@given(st.text())
def test_a_plain_value_hides_nothing(text):
    plain = read_plain(text)
    assert not [sign for sign in plain if unicodedata.category(sign)[0] == "C" and sign != "\n"]
    assert not [sign for sign in plain if unicodedata.decimal(sign, None) is not None and sign not in "0123456789"]
    assert read_plain(plain) == plain


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("\u200e12\u200f", 12), ("١٢", 12), ("1 200", 1200), ("", None), ("-1", None), ("9" * 5000, None)],
)
def test_a_whole_number_is_read_or_refused(typed, number):
    assert read_whole(typed, most=10_000) == number
