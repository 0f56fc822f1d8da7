"""Who trains and promotes models."""

from app.accounts.models import Person
from app.accounts.roles import Role


def can_manage_models(person: Person) -> bool:
    return person.has_everywhere(Role.ADMIN)
