import pytest

from app.startups import identifiers


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1.360", 1360), ("250 000", 250000), ("250,000", 250000), ("٢٥٠", 250), ("0", 0), ("250 000 DH", 250000),
     ("12,5", None), ("environ 200", None), ("-3", None), ("1.36", None), ("", None), ("9" * 5000, None)],
)  # fmt: skip
def test_amounts_as_typed_in_morocco(typed, read):
    assert identifiers.read_amount(typed) == read


def test_an_ice_is_read_and_never_refused():
    good = identifiers.read_ice("001 509 176 0000 08")
    slip = identifiers.read_ice("001509176000009")

    assert (good.value, good.warning) == ("001509176000008", None)
    assert slip.value == "001509176000009"
    assert slip.warning is not None
    assert identifiers.read_ice("123").warning is not None
    assert identifiers.show_ice("001509176000008") == "001 509 176 0000 08"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("06 12 34 56 78", "+212612345678"), ("+33 6 12 34 56 78", "+33612345678"), ("٠٦١٢٣٤٥٦٧٨", "+212612345678"), ("abc", None), ("12", None)],
)  # fmt: skip
def test_telephone_numbers_from_here_and_abroad(typed, read):
    assert identifiers.read_phone(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("www.exemple.ma", "https://www.exemple.ma"), ("http://a.ma/x", "http://a.ma/x"), ("javascript:alert(1)", None), ("nom", None), ("http://[", None), ("https://[::1", None)],
)  # fmt: skip
def test_web_addresses(typed, read):
    assert identifiers.read_url(typed) == read
