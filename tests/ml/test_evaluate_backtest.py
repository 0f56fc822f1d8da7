"""A past call under another rule: seats are kept, draws can be repeated, what is unknown stays unknown."""

from hypothesis import given
from hypothesis import strategies as st

from ml.evaluate.backtest import Known, fill_by_fit, fill_in_order, known, overlap

KEYS = [f"application-{number}" for number in range(30)]


def test_wishes_are_served_in_order_while_seats_last():
    wishes = {"a": ["x", "y"], "b": ["x", "y"], "c": ["x"], "d": []}

    assert fill_in_order("abcd", wishes, {"x": 1, "y": 1}) == {"a": "x", "b": "y"}
    assert fill_in_order("abcd", wishes, {"x": 1, "y": 1}, {("a", "x")}) == {"a": "y", "b": "x"}


def test_the_best_pair_takes_its_seat_first():
    fits = [(0.9, "a", "x"), (0.8, "b", "x"), (0.7, "a", "y"), (0.6, "b", "y"), (0.6, "c", "y")]

    assert fill_by_fit(fits, {"x": 1, "y": 1}) == {"a": "x", "b": "y"}
    assert fill_by_fit(fits, {"x": 1, "y": 1}, {("a", "x")}) == {"b": "x", "a": "y"}


@given(
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from("abcdef"), st.sampled_from("xyz")), max_size=30),
    st.dictionaries(st.sampled_from("xyz"), st.integers(0, 3)),
)
def test_no_rule_gives_more_seats_than_there_are(fits, seats):
    placed = fill_by_fit(fits, seats)

    assert all(list(placed.values()).count(opening) <= seats.get(opening, 0) for opening in "xyz")
    assert placed == fill_by_fit(list(reversed(fits)), seats)


def test_the_overlap_counts_people_and_places():
    found = overlap({"a": "x", "b": "x"}, {"a": "x", "b": "y", "c": "x"})

    assert (found.real, found.drawn, found.both, found.same_place, found.share) == (2, 3, 2, 1, 1.0)
    assert overlap({}, {}).share == 0.0


def test_what_is_unknown_widens_the_bounds():
    found = known("abcd", {"a": True, "b": False})

    assert found == Known(yes=1, known=2, unknown=2)
    assert (found.low, found.high) == (0.25, 0.75)
    assert (known("", {}).low, known("", {}).high) == (0.0, 0.0)
