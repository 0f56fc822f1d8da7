"""The effect of tried settings as plain data: counts, agreement, and gaps between groups."""

import uuid

import pytest

from app.matching.audit import Effect, File, Said
from app.reports.trials import summary

CALL = uuid.uuid4()
NOBODY = {name: {} for name in ("region", "city", "language", "sector", "women_led")}


def effect(before="a", after="a", *, levels=("strong", "strong"), past=True, place=None):
    file = File(uuid.uuid4(), CALL, "fr", {}, past, place)
    return Effect(
        file,
        *(
            Said(opening, 50, level, (opening, "z"), "sector.match")
            for opening, level in zip((before, after), levels, strict=True)
        ),
    )


def test_files_that_move_are_counted_apart_and_listed_by_id():
    same, moved, waiting = effect(), effect("a", "b"), effect("a", "b", past=False)

    found = summary([same, moved, waiting], NOBODY)

    assert found["files"] == {"past": 2, "current": 1, "most": 2000}
    assert found["moved"] == {"past": 1, "current": 1}
    assert [move["id"] for move in found["moves"]] == [str(waiting.file.id), str(moved.file.id)]


def test_agreement_counts_decided_places_only():
    place = uuid.uuid4()
    effects = [effect(str(place), "x", place=place), effect("x", str(place), place=place), effect()]

    found = summary(effects, NOBODY)

    assert found["placed"] == 2
    assert [found["agreement"][side]["top1"][0] for side in ("before", "after")] == [1, 1]
    low, high = found["agreement"]["after"]["top1"][1:]
    assert low < 0.5 < high


@pytest.mark.parametrize(
    ("before", "after", "alarm"), [(0, 5, True), (5, 5, False), (5, 0, False), (9, 9, False), (8, 9, True)]
)
def test_a_gap_that_grows_above_the_limit_is_an_alarm(before, after, alarm):
    """One group is always strong; of the other ten, so many are not."""
    one = [effect() for _ in range(10)]
    other = [
        effect(levels=("weak" if number < before else "strong", "weak" if number < after else "strong"))
        for number in range(10)
    ]
    groups = {item.file.id: "MA-06" for item in one} | {item.file.id: "MA-09" for item in other}

    found = summary([*one, *other], NOBODY | {"region": groups})

    expected = {"dimension": "region", "before": 10.0 * before, "after": 10.0 * after, "alarm": alarm}
    assert found["gaps"] == [expected]


def test_groups_under_ten_make_no_gap():
    effects = [effect() for _ in range(19)]
    groups = {item.file.id: "a" if number < 10 else "b" for number, item in enumerate(effects)}

    assert summary(effects, NOBODY | {"sector": groups})["gaps"] == []
