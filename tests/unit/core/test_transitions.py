import enum

import pytest

from app.core.errors import TransitionNotAllowed
from app.core.transitions import StateMachine, Transition


class S(enum.StrEnum):
    A = "a"
    B = "b"


MACHINE = StateMachine([Transition("go", frozenset({S.A}), S.B)])


def test_a_move_of_the_table():
    assert MACHINE.next_state(S.A, "go") is S.B
    assert MACHINE.allows(S.A, "go")


@pytest.mark.parametrize(("state", "name"), [(S.B, "go"), (S.A, "fly")])
def test_a_move_that_is_not_in_the_table(state, name):
    with pytest.raises(TransitionNotAllowed):
        MACHINE.next_state(state, name)
