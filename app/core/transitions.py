"""Life cycles as data: a table of allowed moves that code, screens and docs are made from."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.core.errors import TransitionNotAllowed
from app.core.i18n import N_

S = TypeVar("S", bound=enum.StrEnum)


@dataclass(frozen=True, slots=True)
class Transition(Generic[S]):
    """One move: its name, where it may start, where it ends, who may, and what it means."""

    name: str
    sources: frozenset[S]
    target: S
    who: str = ""
    meaning: str = ""


class StateMachine(Generic[S]):
    """The moves of one life cycle, by name."""

    def __init__(self, transitions: Iterable[Transition[S]]) -> None:
        self._by_name = {transition.name: transition for transition in transitions}

    def __iter__(self) -> Iterator[Transition[S]]:
        return iter(self._by_name.values())

    def allows(self, state: S, name: str) -> bool:
        return name in self._by_name and state in self._by_name[name].sources

    def next_state(self, state: S, name: str) -> S:
        """The state after the move; TransitionNotAllowed where the table has none."""
        if not self.allows(state, name):
            raise TransitionNotAllowed(N_("This is no longer possible: it changed in the meantime. Reload the page."))
        return self._by_name[name].target
