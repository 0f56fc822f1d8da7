"""Who records what became of a startup."""

from app.accounts.models import Person
from app.accounts.roles import TEAM
from app.applications.models import Application
from app.applications.states import Stage

FOLLOWED = frozenset({Stage.CONFIRMED, Stage.ONBOARDED, Stage.GRADUATED, Stage.EXITED})


def can_record(person: Person, application: Application) -> bool:
    """The team, for startups that took their place."""
    return person.has_for(*TEAM, call_id=application.call_id) and application.stage in FOLLOWED
