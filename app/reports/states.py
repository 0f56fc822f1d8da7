"""The life of a yearly review."""

import enum

from app.core.i18n import N_
from app.core.transitions import StateMachine, Transition


class ReviewState(enum.StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    FROZEN = "frozen"


class Origin(enum.StrEnum):
    """Where a frozen figure comes from: the rows of Wijha, or a publication of before."""

    COMPUTED = "computed"
    PUBLISHED = "published"


R = ReviewState
REVIEWS: StateMachine[ReviewState] = StateMachine(
    [
        Transition("approve", frozenset({R.DRAFT}), R.APPROVED, "director, lead", "two different people agreed"),
        Transition(
            "change", frozenset({R.DRAFT, R.APPROVED}), R.DRAFT, "director", "a text or figure changed: agree again"
        ),
        Transition(
            "freeze", frozenset({R.APPROVED}), R.FROZEN, "director", "its content gets a hash and never changes"
        ),
    ]
)
NAMES: dict[ReviewState, str] = {R.DRAFT: N_("Draft"), R.APPROVED: N_("Approved"), R.FROZEN: N_("Frozen")}
