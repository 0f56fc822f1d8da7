import pytest

from app.reviews.scoring import so_far, summary, total

WEIGHTS = {"innovation": 25, "market": 75}


def test_the_total_is_the_weighted_mean():
    assert total({"innovation": 5, "market": 1}, WEIGHTS) == pytest.approx(2.0)


def test_no_total_before_every_mark():
    assert total({"innovation": 5}, WEIGHTS) is None
    assert so_far({"innovation": 5}, WEIGHTS) == 5
    assert so_far({}, WEIGHTS) is None


def test_several_reviews():
    assert summary([]).mean is None
    assert summary([4.0]).spread is None
    assert summary([2.0, 4.0]).mean == 3.0
