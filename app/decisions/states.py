"""The lives of a decision, a batch, an offer and a place on the waiting list."""

import enum

from app.core.i18n import N_
from app.core.transitions import StateMachine, Transition


class DecisionKind(enum.StrEnum):
    ACCEPT = "accept"
    WAITLIST = "waitlist"
    REDIRECT = "redirect"
    REJECT = "reject"


class DecisionState(enum.StrEnum):
    PROVISIONAL = "provisional"
    PUBLISHED = "published"
    UNDONE = "undone"


class BatchState(enum.StrEnum):
    PREPARED = "prepared"
    PUBLISHING = "publishing"
    PUBLISHED = "published"


class ItemState(enum.StrEnum):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class OfferState(enum.StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class WaitState(enum.StrEnum):
    WAITING = "waiting"
    PROMOTED = "promoted"
    CLOSED = "closed"


DECISIONS: StateMachine[DecisionState] = StateMachine(
    [
        Transition("publish", frozenset({DecisionState.PROVISIONAL}), DecisionState.PUBLISHED, "lead", "told"),
        Transition("undo", frozenset({DecisionState.PROVISIONAL, DecisionState.PUBLISHED}), DecisionState.UNDONE,
                   "lead", "free before publication; a published one is reopened with a reason"),
    ]
)  # fmt: skip
OFFERS: StateMachine[OfferState] = StateMachine(
    [
        Transition("confirm", frozenset({OfferState.OPEN}), OfferState.CONFIRMED, "applicant", "takes the seat"),
        Transition("decline", frozenset({OfferState.OPEN}), OfferState.DECLINED, "applicant", "frees the seat"),
        Transition("expire", frozenset({OfferState.OPEN}), OfferState.EXPIRED, "system", "frees the seat"),
        Transition("cancel", frozenset({OfferState.OPEN, OfferState.CONFIRMED}), OfferState.CANCELLED,
                   "lead, applicant", "reopened or withdrawn"),
    ]
)  # fmt: skip
BATCHES: StateMachine[BatchState] = StateMachine(
    [
        Transition("start", frozenset({BatchState.PREPARED, BatchState.PUBLISHING}), BatchState.PUBLISHING, "lead",
                   "confirmed by typing the number of files"),
        Transition("finish", frozenset({BatchState.PUBLISHING}), BatchState.PUBLISHED, "system", "each file answered"),
    ]
)  # fmt: skip
WAITS: StateMachine[WaitState] = StateMachine(
    [
        Transition("promote", frozenset({WaitState.WAITING}), WaitState.PROMOTED, "lead", "a seat came free"),
        Transition("close", frozenset({WaitState.WAITING}), WaitState.CLOSED, "lead, applicant", "no longer waiting"),
    ]
)
KIND_NAMES: dict[DecisionKind, str] = {
    DecisionKind.ACCEPT: N_("Accept"),
    DecisionKind.WAITLIST: N_("Waiting list"),
    DecisionKind.REDIRECT: N_("Propose another programme"),
    DecisionKind.REJECT: N_("Refuse"),
}
