"""Who reads the board's figures, freezes them, writes and agrees to the yearly review, and opens doors to it."""

import uuid
from collections.abc import Iterable

from app.accounts.models import Person
from app.accounts.roles import TEAM, Role

BOARD = (Role.DIRECTOR, Role.LEAD, Role.ADMIN)


def can_read_figures(person: Person) -> bool:
    return person.has(*BOARD)


def sees_small_groups(person: Person) -> bool:
    """Inside the team groups under five are shown; a director reads what may be shown to anybody."""
    return person.has_everywhere(*TEAM)


def can_freeze(person: Person) -> bool:
    """Freeze, restate, enter what was published before, set targets and plans."""
    return person.has_everywhere(Role.DIRECTOR, Role.LEAD)


def can_withdraw(person: Person) -> bool:
    """Take a frozen figure back after a slip."""
    return person.has_everywhere(Role.DIRECTOR)


def can_write_review(person: Person) -> bool:
    return person.has_everywhere(Role.DIRECTOR, Role.LEAD)


def can_approve_review(person: Person) -> bool:
    return person.has_everywhere(*BOARD)


def is_agreed(approvals: Iterable[uuid.UUID]) -> bool:
    """Two different people agree."""
    return len(set(approvals)) >= 2


def can_open_to_public(person: Person) -> bool:
    return person.has_everywhere(Role.DIRECTOR)


def can_give_links(person: Person) -> bool:
    return person.has_everywhere(Role.DIRECTOR, Role.ADMIN)
