"""The life of a model version."""

import enum

from app.core.transitions import StateMachine, Transition


class ModelState(enum.StrEnum):
    CANDIDATE = "candidate"
    CHAMPION = "champion"
    RETIRED = "retired"


S = ModelState
LIFECYCLE: StateMachine[ModelState] = StateMachine(
    [
        Transition("promote", frozenset({S.CANDIDATE, S.RETIRED}), S.CHAMPION, "admin", "in service"),
        Transition("retire", frozenset({S.CHAMPION, S.CANDIDATE}), S.RETIRED, "admin", "kept, can come back"),
    ]
)
