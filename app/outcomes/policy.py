"""Who follows startups up, verifies figures, runs campaigns and answers returns."""

import uuid

from app.accounts.models import Person
from app.accounts.roles import TEAM
from app.applications.states import Stage

FOLLOWED = frozenset({Stage.CONFIRMED, Stage.ONBOARDED, Stage.GRADUATED, Stage.EXITED})
"""The stages of a file after the yes."""


def can_follow_up(person: Person) -> bool:
    """The team, within its startups: the query that loads the startup narrows it down."""
    return person.has(*TEAM)


def can_verify(person: Person, *, recorded_by_id: uuid.UUID) -> bool:
    """Somebody of the team who did not enter the figure."""
    return can_follow_up(person) and recorded_by_id != person.id


def can_run_campaigns(person: Person) -> bool:
    """The team of the whole network: a campaign asks startups of every site."""
    return person.has_everywhere(*TEAM)
