"""Near-ties drawn by lot: for a share of the files, the same for everybody who repeats the draw."""

import uuid
from types import SimpleNamespace

import pytest

from app.matching.lots import NEAR, drawn, replay

FITS = (70, 69, 68, 67, 66, 40)


def matches(fits=FITS):
    return [SimpleNamespace(opening=f"place-{number}", fit=fit) for number, fit in enumerate(fits)]


def keys(found):
    return [match.opening for match in found]


def test_without_a_share_nothing_is_ever_drawn():
    for number in range(50):
        found, lottery = drawn(uuid.UUID(int=number), matches(), share=0.0, seed="s")
        assert (keys(found), lottery) == (keys(matches()), None)


def test_only_places_within_three_points_of_the_first_change_places():
    found, lottery = drawn(uuid.UUID(int=1), matches(), share=1.0, seed="s")

    near = [key for key, fit in zip(keys(matches()), FITS, strict=True) if FITS[0] - fit <= NEAR]
    assert lottery["drawn_from"] == near
    assert sorted(lottery["order"]) == sorted(near)
    assert keys(found) == [*lottery["order"], "place-4", "place-5"]


def test_the_recorded_lottery_gives_the_same_order_again():
    for number in range(20):
        key = uuid.UUID(int=number)
        _found, lottery = drawn(key, matches(), share=1.0, seed="version 3")
        assert replay(key, lottery) == lottery["order"]


def test_every_order_comes_up():
    firsts = {drawn(uuid.UUID(int=n), matches(), share=1.0, seed="s")[1]["order"][0] for n in range(200)}

    assert firsts == {"place-0", "place-1", "place-2", "place-3"}


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_about_the_share_of_the_files_takes_part(share):
    part = sum(
        drawn(uuid.uuid5(uuid.NAMESPACE_URL, str(n)), matches(), share=share, seed="s")[1] is not None
        for n in range(2000)
    )

    assert abs(part / 2000 - share) < 0.04


def test_a_first_place_far_ahead_is_never_drawn():
    assert drawn(uuid.UUID(int=1), matches((70, 66, 30)), share=1.0, seed="s")[1] is None
    assert drawn(uuid.UUID(int=1), [], share=1.0, seed="s") == ([], None)
