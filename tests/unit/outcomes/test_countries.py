import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import i18n
from app.outcomes import countries


@pytest.mark.parametrize(
    ("typed", "known", "unread"),
    [
        ("France 12, Sénégal 3", {"FR": 12, "SN": 3}, []),
        ("فرنسا ١٢، السنغال", {"FR": 12, "SN": None}, []),
        ("FR: 12; DE (4)", {"FR": 12, "DE": 4}, []),
        ("usa, Côte d’Ivoire 2", {"US": None, "CI": 2}, []),
        ("France 1, l’Europe 3", {"FR": 1}, ["l’Europe 3"]),
        ("Maroc 5", {}, ["Maroc 5"]),
        ("", {}, []),
    ],
)
def test_countries_are_read_as_people_list_them(typed, known, unread):
    assert countries.read(typed) == (known, unread)


def test_countries_are_shown_in_the_language_of_the_reader():
    with i18n.speaking("ar"):
        assert countries.shown({"FR": 12, "SN": None}) == "فرنسا 12، السنغال"
    with i18n.speaking("en"):
        assert countries.shown({"FR": 1200, "SN": None}) == "France 1,200, Senegal"
    assert countries.shown(None) == ""


@given(st.text(max_size=200))
def test_no_text_crashes_the_reading(text):
    known, _unread = countries.read(text)

    assert all(len(code) == 2 for code in known)
