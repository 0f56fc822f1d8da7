"""The lives of a participation and of a place on the waiting list for hosting."""

import enum

from app.core.i18n import N_
from app.core.transitions import StateMachine, Transition


class ParticipationState(enum.StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    LEFT = "left"


class HostingState(enum.StrEnum):
    WAITING = "waiting"
    SERVED = "served"
    WITHDRAWN = "withdrawn"


class ResidenceKind(enum.StrEnum):
    OFFICE = "office"
    SEATS = "seats"


class RentClass(enum.StrEnum):
    STARTUP = "startup"
    STANDARD = "standard"


class PassKind(enum.StrEnum):
    DAY = "day"
    MONTH = "month"


class Ahead(enum.StrEnum):
    """What of a residence is announced ahead."""

    END = "end"
    TERMS = "terms"


P, H = ParticipationState, HostingState
PARTICIPATIONS: StateMachine[ParticipationState] = StateMachine(
    [
        Transition("complete", frozenset({P.ACTIVE}), P.COMPLETED, "staff", "the programme is finished"),
        Transition("leave", frozenset({P.ACTIVE}), P.LEFT, "staff", "left before the end, with a reason"),
        Transition("resume", frozenset({P.COMPLETED, P.LEFT}), P.ACTIVE, "staff", "the end was noted by mistake"),
    ]
)
HOSTING: StateMachine[HostingState] = StateMachine(
    [
        Transition("serve", frozenset({H.WAITING}), H.SERVED, "staff", "a residence begins"),
        Transition("withdraw", frozenset({H.WAITING}), H.WITHDRAWN, "staff", "the startup no longer waits"),
        Transition("take_back", frozenset({H.SERVED}), H.WAITING, "staff", "the residence was noted by mistake"),
    ]
)
PARTICIPATION_NAMES: dict[ParticipationState, str] = {
    P.ACTIVE: N_("In the programme"),
    P.COMPLETED: N_("Finished"),
    P.LEFT: N_("Left"),
}
HOSTING_NAMES: dict[HostingState, str] = {
    H.WAITING: N_("Waiting"),
    H.SERVED: N_("Has a place"),
    H.WITHDRAWN: N_("No longer waiting"),
}
KIND_NAMES: dict[ResidenceKind, str] = {ResidenceKind.OFFICE: N_("Office"), ResidenceKind.SEATS: N_("Seats")}
RENT_NAMES: dict[RentClass, str] = {RentClass.STARTUP: N_("Startup terms"), RentClass.STANDARD: N_("Ordinary terms")}
PASS_NAMES: dict[PassKind, str] = {PassKind.DAY: N_("By the day"), PassKind.MONTH: N_("By the month")}
AHEAD_NAMES: dict[Ahead, str] = {Ahead.END: N_("End of the stay"), Ahead.TERMS: N_("End of startup terms")}
