"""The only writer of the states of participations and of places on the waiting list for hosting."""

from datetime import date

from app.accounts.models import Person
from app.cohorts.models import HostingRequest, Participation
from app.cohorts.states import HOSTING, PARTICIPATIONS, HostingState, ParticipationState
from app.core import audit


def move_participation(
    participation: Participation, name: str, *, actor: Person | None, on: date | None = None, reason: str = ""
) -> None:
    """`on` is the last day of taking part; none when it is resumed."""
    before = participation.state
    participation.state = PARTICIPATIONS.next_state(before, name)
    active = participation.state is ParticipationState.ACTIVE
    participation.ended_on, participation.reason = (None, "") if active else (on, reason)
    audit.record(
        f"participation.{name}", actor=actor, subject=participation, before=before.value,
        after=participation.state.value, reason=reason or None,
    )  # fmt: skip


def move_hosting(
    request: HostingRequest, name: str, *, actor: Person | None, on: date, reason: str | None = None
) -> None:
    before = request.state
    request.state = HOSTING.next_state(before, name)
    request.ended_on = None if request.state is HostingState.WAITING else on
    audit.record(
        f"hosting.{name}", actor=actor, subject=request, before=before.value, after=request.state.value, reason=reason
    )
