"""How names and addresses of people are read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InvalidInput
from app.core.typed import LONGEST_NAME, read_address, read_name


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
