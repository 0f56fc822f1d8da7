"""The lives of an event and of a registration."""

import enum

from app.core.i18n import N_
from app.core.transitions import StateMachine, Transition


class EventKind(enum.StrEnum):
    FUNDING = "funding"
    SECTOR_FAIR = "sector_fair"
    INTERNATIONAL = "international"
    TRAINING = "training"


class EventState(enum.StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RegistrationState(enum.StrEnum):
    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class ResultKind(enum.StrEnum):
    MEETING = "meeting"
    OFFER = "offer"
    ROUND = "round"


E, R = EventState, RegistrationState
EVENTS: StateMachine[EventState] = StateMachine(
    [
        Transition("open", frozenset({E.DRAFT, E.CLOSED}), E.OPEN, "staff", "anybody can register"),
        Transition("close", frozenset({E.OPEN}), E.CLOSED, "staff", "no more registrations"),
        Transition("cancel", frozenset({E.DRAFT, E.OPEN, E.CLOSED}), E.CANCELLED, "staff", "those registered are told"),
    ]
)
REGISTRATIONS: StateMachine[RegistrationState] = StateMachine(
    [
        Transition("promote", frozenset({R.WAITING}), R.REGISTERED, "system, staff", "a place came free"),
        Transition("cancel", frozenset({R.REGISTERED, R.WAITING}), R.CANCELLED, "the person, staff", "frees the place"),
        Transition("renew", frozenset({R.CANCELLED}), R.REGISTERED, "the person", "registers again"),
        Transition("queue", frozenset({R.CANCELLED}), R.WAITING, "the person", "registers again, when it is full"),
    ]
)
KIND_NAMES: dict[EventKind, str] = {
    EventKind.FUNDING: N_("Funding"),
    EventKind.SECTOR_FAIR: N_("Sector fair"),
    EventKind.INTERNATIONAL: N_("International"),
    EventKind.TRAINING: N_("Training"),
}
EVENT_NAMES: dict[EventState, str] = {
    E.DRAFT: N_("Draft"),
    E.OPEN: N_("Registration open"),
    E.CLOSED: N_("Registration closed"),
    E.CANCELLED: N_("Cancelled"),
}
REGISTRATION_NAMES: dict[RegistrationState, str] = {
    R.REGISTERED: N_("Registered"),
    R.WAITING: N_("Waiting list"),
    R.CANCELLED: N_("Cancelled"),
}
RESULT_NAMES: dict[ResultKind, str] = {
    ResultKind.MEETING: N_("Meeting"),
    ResultKind.OFFER: N_("Offer received"),
    ResultKind.ROUND: N_("Round, loan or grant"),
}
