"""Rates of groups: intervals, the four-fifths comparison, and small groups that nothing shown gives away."""

from itertools import combinations_with_replacement, permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ml.evaluate.fairness import Count, difference, gap, rates, shown, wilson


def test_wilson_gives_the_published_interval():
    # Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)


def test_newcombe_gives_the_published_difference():
    # Newcombe (1998b), table II (a): 56/70 - 48/80 gives 0.0524 to 0.3339
    assert difference(Count(70, 56), Count(80, 48)) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_an_empty_group_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)
    assert rates({"a": Count(0, 0)}) == {}


@given(st.integers(1, 400), st.data())
def test_the_interval_holds_the_share(members, data):
    positive = data.draw(st.integers(0, members))

    low, high = wilson(positive, members)

    assert 0 <= low <= positive / members + 1e-12
    assert positive / members - 1e-12 <= high <= 1


def test_a_clear_gap_is_an_alarm_and_an_unclear_one_is_watched():
    clear = rates({"best": Count(200, 120), "low": Count(200, 60), "near": Count(200, 110)})
    unclear = rates({"best": Count(20, 10), "low": Count(20, 7)})

    assert {name: rate.alarm for name, rate in clear.items()} == {"best": "", "low": "alarm", "near": ""}
    assert unclear["low"].alarm == "watch"
    assert clear["low"].ratio == pytest.approx(0.5)


def test_nobody_is_below_four_fifths_of_nothing():
    assert {rate.alarm for rate in rates({"a": Count(30, 0), "b": Count(40, 0)}).values()} == {""}


def test_a_lone_small_group_takes_the_next_smallest_with_it():
    counts = {"large": Count(50, 20), "middle": Count(30, 12), "small": Count(4, 1)}

    assert shown(counts) == {"large"}
    assert shown(counts | {"other": Count(6, 2)}) == {"large", "middle"}


def test_a_small_group_of_which_all_or_none_were_taken_is_not_given_away_by_the_total():
    counts = {"large": Count(50, 20), "middle": Count(30, 12), "a": Count(4, 0), "b": Count(5, 0)}

    assert shown(counts) == {"large"}


def test_where_everybody_got_the_same_answer_it_is_no_secret():
    counts = {"large": Count(50, 50), "a": Count(4, 4), "b": Count(5, 5)}

    assert shown(counts) == {"large"}


def test_groups_of_one_are_joined_by_another():
    assert shown({"large": Count(50, 20), "middle": Count(30, 12), "a": Count(1, 0), "b": Count(1, 1)}) == {"large"}


def _worlds(count, members, positive):
    """Every way to give `members` and `positive` to `count` groups, each with at least one member."""
    for parts in combinations_with_replacement(range(1, members + 1), count):
        if sum(parts) != members:
            continue
        for order in set(permutations(parts)):
            for yes in _shares(order, positive):
                yield tuple(zip(order, yes, strict=True))


def _shares(limits, total):
    if not limits:
        if total == 0:
            yield ()
        return
    for first in range(min(limits[0], total) + 1):
        for rest in _shares(limits[1:], total - first):
            yield (first, *rest)


group = st.integers(1, 7).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@settings(max_examples=200, deadline=None)
@given(st.lists(group, min_size=1, max_size=4))
def test_no_suppressed_count_can_be_recovered_from_what_is_shown(groups):
    """Somebody who knows every total and the rule itself still finds two possible numbers for each hidden group."""
    smallest = 4
    counts = {f"g{index}": Count(*one) for index, one in enumerate(groups)}
    visible = shown(counts, smallest)
    hidden = sorted(set(counts) - visible)
    assume(visible)  # nothing shown, nothing to subtract from
    if not hidden:
        return
    members, positive = (sum(getattr(counts[name], part) for name in hidden) for part in ("members", "positive"))

    possible = [
        world
        for world in _worlds(len(hidden), members, positive)
        if shown(counts | {n: Count(*c) for n, c in zip(hidden, world, strict=True)}, smallest) == visible
    ]

    everybody_alike = sum(one.positive for one in counts.values()) in (0, sum(one.members for one in counts.values()))
    for index in range(len(hidden)):
        assert len({world[index][0] for world in possible}) >= 2
        if not everybody_alike:
            assert len({world[index][1] for world in possible}) >= 2


def test_the_gap_leaves_small_groups_out():
    assert gap({"a": Count(20, 10), "b": Count(20, 4), "c": Count(3, 3)}) == pytest.approx(0.3)
    assert gap({"a": Count(20, 10), "c": Count(3, 3)}) is None
