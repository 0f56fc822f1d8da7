import pytest

from app.core.reference import is_valid, new_reference


def test_a_reference_carries_a_check_character():
    reference = new_reference(2026)

    assert reference.startswith("WJ-2026-")
    assert is_valid(reference)
    assert is_valid(reference.lower().replace("-", " "))


@pytest.mark.parametrize("position", range(8, 13))
def test_one_wrong_character_is_noticed(position):
    reference = new_reference(2026)
    other = "A" if reference[position] != "A" else "B"

    assert not is_valid(reference[:position] + other + reference[position + 1 :])
