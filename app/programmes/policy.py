"""Who may change the catalogue and its calls."""

from app.accounts.models import Person
from app.accounts.roles import Role


def can_edit_catalogue(person: Person) -> bool:
    return person.has_everywhere(Role.ADMIN)


def can_edit_call(person: Person, call_id: object = None) -> bool:
    return person.has_everywhere(Role.ADMIN)
