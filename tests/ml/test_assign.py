"""Placement of a whole call: stable by cut-offs, best by flow, and the constraint named where neither can be done."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.assign import capacity, deferred_acceptance
from ml.assign.capacity import NOWHERE, Quota


def world(count: int, width: int, seed: int):
    generator = np.random.default_rng(seed)
    scores = generator.integers(0, 60, (count, width)).astype(float)
    preferences = generator.random((count, width))
    preferences[generator.random((count, width)) < 0.2] = -np.inf
    return scores, preferences, generator.integers(0, 3, width), generator.permutation(count)


@settings(deadline=None, max_examples=60)
@given(count=st.integers(1, 30), width=st.integers(1, 6), seed=st.integers(0, 10_000))
def test_nobody_is_passed_over_and_no_seat_is_given_twice(count, width, seed):
    scores, preferences, seats, lots = world(count, width, seed)

    stable = deferred_acceptance.place(scores, preferences, seats, lots)

    taken = np.bincount(stable.placed[stable.placed >= 0], minlength=width)
    assert (taken <= seats).all()
    assert deferred_acceptance.envied(scores, preferences, seats, stable.placed) == 0
    assert all(np.isfinite(preferences[row, column]) for row, column in enumerate(stable.placed) if column >= 0)


def test_it_is_the_best_stable_placement_for_the_applicants():
    """By enumeration: of all stable placements none gives anyone a place they prefer."""
    scores = np.array([[3.0, 1.0], [1.0, 3.0], [2.0, 2.0]])
    preferences = np.array([[1.0, 2.0], [2.0, 1.0], [2.0, 1.0]])
    seats, lots = np.array([1, 1]), np.arange(3)
    found = deferred_acceptance.place(scores, preferences, seats, lots).placed

    for other in itertools.product((-1, 0, 1), repeat=3):
        placed = np.array(other)
        full = all((placed == column).sum() <= 1 for column in (0, 1))
        if full and deferred_acceptance.envied(scores, preferences, seats, placed) == 0:
            for row in range(3):
                ours = preferences[row, found[row]] if found[row] >= 0 else -1
                theirs = preferences[row, placed[row]] if placed[row] >= 0 else -1
                assert ours >= theirs


def test_equal_scores_are_settled_by_lot():
    scores, preferences = np.ones((3, 1)), np.ones((3, 1))

    for lots in ([2, 0, 1], [0, 1, 2]):
        placed = deferred_acceptance.place(scores, preferences, np.array([1]), np.array(lots)).placed
        assert placed.tolist().index(0) == lots.index(0)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="must be"):
        deferred_acceptance.place(np.ones((2, 2)), np.ones((2, 3)), np.array([1, 1]), np.arange(2))


def test_the_flow_has_the_greatest_sum():
    scores, _, seats, _ = world(5, 3, 8)
    found = capacity.place(scores, seats)
    best = 0.0
    for other in itertools.product((NOWHERE, 0, 1, 2), repeat=5):
        placed = np.array(other)
        if all((placed == column).sum() <= seats[column] for column in range(3)):
            best = max(best, float(sum(scores[row, column] for row, column in enumerate(placed) if column >= 0)))

    assert found.total == pytest.approx(best)
    assert found.conflict == ()


def test_a_floor_brings_in_a_group_and_a_ceiling_keeps_one_small():
    scores = np.array([[90.0], [80.0], [70.0], [20.0]])

    floor = capacity.place(scores, np.array([2]), [Quota("Souss-Massa", least=1, applications=(3,))])
    ceiling = capacity.place(scores, np.array([2]), [Quota("Casablanca", most=1, applications=(0, 1))])

    assert floor.placed.tolist() == [0, NOWHERE, NOWHERE, 0]
    assert ceiling.placed.tolist() == [0, NOWHERE, 0, NOWHERE]


def test_a_seat_has_a_price_only_where_seats_are_short():
    scores = np.array([[90.0, 10.0], [80.0, 10.0], [70.0, 10.0]])

    found = capacity.place(scores, np.array([1, 5]))

    assert found.prices[0] == pytest.approx(70.0)
    assert found.prices[1] == pytest.approx(0.0)


def test_what_cannot_be_met_is_named_and_nothing_else():
    scores = np.full((6, 2), 50.0)
    quotas = [
        Quota("at least 3 from Oriental", least=3, applications=(0, 1)),
        Quota("at most 4 in all", most=4),
        Quota("at least 1 from Rabat", least=1, applications=(5,)),
    ]

    found = capacity.place(scores, np.array([3, 3]), quotas)

    assert found.conflict == ("at least 3 from Oriental",)
    assert (found.placed == NOWHERE).all()


def test_two_quotas_that_only_clash_together_are_both_named():
    scores = np.full((6, 1), 50.0)
    quotas = [
        Quota("2 women-led", least=2, applications=(0, 1)),
        Quota("2 from the south", least=2, applications=(2, 3)),
        Quota("1 from Rabat", least=1, applications=(5,)),
    ]

    assert set(capacity.place(scores, np.array([3]), quotas[:2]).conflict) == {"2 women-led", "2 from the south"}
    assert capacity.place(scores, np.array([5]), quotas).conflict == ()


def test_groups_that_overlap_are_still_placed_whole():
    generator = np.random.default_rng(2)
    scores = generator.random((12, 3)) * 100
    quotas = [
        Quota(f"q{number}", most=2, applications=tuple(generator.choice(12, 5, replace=False).tolist()))
        for number in range(4)
    ]

    found = capacity.place(scores, np.array([3, 3, 3]), quotas)

    for quota in quotas:
        assert (found.placed[list(quota.applications or ())] >= 0).sum() <= 2


@settings(deadline=None, max_examples=25)
@given(count=st.integers(2, 14), width=st.integers(1, 4), seed=st.integers(0, 10_000))
def test_the_price_of_a_seat_is_what_one_more_brings(count, width, seed):
    scores, _preferences, seats, _lots = world(count, width, seed)
    quotas = [Quota("one", most=2, applications=tuple(range(count // 2)))]
    found = capacity.place(scores, seats, quotas)

    more = [capacity.place(scores, seats + step, quotas).total for step in np.eye(width, dtype=np.int64)]

    assert found.prices == pytest.approx(np.array(more) - found.total, abs=1e-6)
