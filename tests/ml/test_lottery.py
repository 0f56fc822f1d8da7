"""A draw that anybody can repeat by hand."""

from __future__ import annotations

import hashlib

from ml.assign.lottery import draw, ticket

KEYS = [f"file-{number}" for number in range(40)]


def test_the_order_is_that_of_the_hashes_whatever_order_comes_in():
    by_hand = sorted(KEYS, key=lambda key: hashlib.sha256(f"7|{key}".encode()).hexdigest())

    assert draw("7", KEYS) == draw("7", reversed(KEYS)) == by_hand
    assert draw("8", KEYS) != by_hand


def test_tickets_lie_between_nothing_and_one_and_are_spread():
    tickets = [ticket("7", f"file-{number}") for number in range(1000)]

    assert all(0 <= one < 1 for one in tickets)
    assert 0.45 < sum(tickets) / 1000 < 0.55
