"""The life of a call."""

import enum

from app.core.transitions import StateMachine, Transition


class CallState(enum.StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"


S = CallState
LIFECYCLE: StateMachine[CallState] = StateMachine(
    [
        Transition("open", frozenset({S.DRAFT}), S.OPEN, "admin", "applicants can answer from its opening date"),
        Transition("close", frozenset({S.OPEN}), S.CLOSED, "admin", "no more submissions"),
        Transition("reopen", frozenset({S.CLOSED}), S.OPEN, "admin", "extended after it had closed"),
        Transition("archive", frozenset({S.CLOSED}), S.ARCHIVED, "admin", "every file has its answer"),
    ]
)


class SiteState(enum.StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    PAUSED = "paused"


FACILITIES = ("office", "lab", "field_trials")
"""Needs of the application form that a site can serve with walls and ground."""
