"""The life of a call."""

import enum
from datetime import date, timedelta

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


def first_day_open(text: str | None) -> date | None:
    """The earliest day that “2021”, “2021-05” or “2021-05-03” may mean; None for what is no date."""
    day = opening_day(text)
    if day is None or text is None:
        return None
    return date(day.year, day.month if len(text.split("-")) > 1 else 1, day.day if len(text.split("-")) > 2 else 1)


def opening_day(text: str | None) -> date | None:
    """The day of “2023-11-24”; a month or a year alone means its last day. None for what is no date."""
    parts = (text or "").split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return date(*numbers)
        year, month = (numbers[0], numbers[1] if len(numbers) == 2 else 12)
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None


FACILITIES = ("office", "lab", "field_trials")
"""Needs of the application form that a site can serve with walls and ground."""
