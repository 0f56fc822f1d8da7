"""The life of a form version: what is published never changes again."""

import enum

from app.core.transitions import StateMachine, Transition


class VersionState(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


S = VersionState
LIFECYCLE: StateMachine[VersionState] = StateMachine(
    [
        Transition("publish", frozenset({S.DRAFT}), S.PUBLISHED, "admin", "calls can use it; frozen"),
        Transition("retire", frozenset({S.PUBLISHED}), S.RETIRED, "admin", "no new call uses it"),
    ]
)
