"""Date and time as people type them, in Moroccan time."""

from datetime import UTC, datetime

import pytest

from app.core.errors import InvalidInput
from app.web.manager.forms import MomentField


@pytest.mark.parametrize(
    "typed",
    [
        "28/02/2027 23:59",
        "28022027 23:59",
        "28 02 2027 23h59",
        "28/02/27 23.59",
        "\u200f٢٨/٠٢/٢٠٢٧ ٢٣:٥٩",
        "2027-02-28T23:59",
    ],
)
def test_a_moment_is_read(typed):
    assert MomentField.read(typed) == datetime(2027, 2, 28, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("28/02/2027", "like 31/12/2026 23:59"), ("fin février", "like 31/12/2026 23:59"),
        ("31/02/2027 10:00", "day does not exist"), ("28/02/2027 24:00", "time does not exist"),
        ("28/02/1990 10:00", "Write a year between"),
    ],
)  # fmt: skip
def test_what_is_no_moment_is_told_in_its_own_words(typed, said):
    with pytest.raises(InvalidInput, match=said):
        MomentField.read(typed)
