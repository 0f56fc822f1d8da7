"""What the first gate lets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.gate import CleanValues, without_forbidden


@pytest.mark.parametrize(
    ("text", "clean"),
    [("a\0b", "ab"), ("\ud800x\udfff", "x"), ("é سلمى 👩‍💻\n", "é سلمى 👩‍💻\n"), ("", ""), ("\0", "")],
)
def test_only_what_no_field_may_hold_is_dropped(text, clean):
    assert without_forbidden(text) == clean


ANY = st.text(st.characters(exclude_categories=()))  # lone surrogates too


@given(st.lists(st.tuples(ANY, ANY)))
def test_names_and_values_of_a_form_can_be_stored(pairs):
    for name, value in CleanValues(pairs).items(multi=True):
        assert "\0" not in name + value
        (name + value).encode()
