"""The life of a message: written, perhaps held for a human, sent by a job."""

import enum

from app.core.transitions import StateMachine, Transition


class MessageState(enum.StrEnum):
    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DISCARDED = "discarded"


S = MessageState
LIFECYCLE: StateMachine[MessageState] = StateMachine(
    [
        Transition("release", frozenset({S.HELD}), S.QUEUED, "staff", "a human lets it go"),
        Transition("begin", frozenset({S.QUEUED, S.SENDING}), S.SENDING, "system", "handed to the server"),
        Transition("deliver", frozenset({S.SENDING}), S.SENT, "system", "accepted by the server"),
        Transition("postpone", frozenset({S.SENDING}), S.QUEUED, "system", "the server did not answer"),
        Transition("fail", frozenset({S.SENDING}), S.FAILED, "system", "refused, or tried too often"),
        Transition("resend", frozenset({S.FAILED}), S.QUEUED, "staff", "try again"),
        Transition("discard", frozenset({S.HELD, S.QUEUED, S.FAILED}), S.DISCARDED, "staff", "never sent"),
    ]
)
