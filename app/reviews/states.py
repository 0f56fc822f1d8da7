"""The life of an assignment."""

import enum

from app.core.i18n import N_
from app.core.transitions import StateMachine, Transition


class AssignmentState(enum.StrEnum):
    ASSIGNED = "assigned"
    STARTED = "started"
    SUBMITTED = "submitted"
    CONFLICT = "conflict"
    REMOVED = "removed"


S = AssignmentState
LIFECYCLE: StateMachine[AssignmentState] = StateMachine(
    [
        Transition("start", frozenset({S.ASSIGNED, S.STARTED}), S.STARTED, "reviewer", "the first mark is saved"),
        Transition("submit", frozenset({S.ASSIGNED, S.STARTED}), S.SUBMITTED, "reviewer", "every criterion has a mark"),
        Transition("declare_conflict", frozenset({S.ASSIGNED, S.STARTED, S.SUBMITTED}), S.CONFLICT, "reviewer",
                   "access ends; the review is kept apart"),
        Transition("remove", frozenset({S.ASSIGNED}), S.REMOVED, "staff", "given by mistake"),
        Transition("give_again", frozenset({S.REMOVED}), S.ASSIGNED, "staff", "after all"),
    ]
)  # fmt: skip
NAMES: dict[AssignmentState, str] = {
    S.ASSIGNED: N_("To review"),
    S.STARTED: N_("Begun"),
    S.SUBMITTED: N_("Reviewed"),
    S.CONFLICT: N_("Conflict of interest"),
    S.REMOVED: N_("Removed"),
}
