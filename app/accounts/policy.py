"""Who may see and change people, handle mail, run jobs and read the trace."""

from app.accounts.models import Person
from app.accounts.roles import TEAM, TWO_FACTOR, Role


def can_manage_people(person: Person) -> bool:
    return person.has_everywhere(Role.ADMIN)


def can_manage_catalogue(person: Person) -> bool:
    return person.has_everywhere(Role.ADMIN)


def can_handle_mail(person: Person) -> bool:
    return person.has(*TEAM)


def can_read_trace(person: Person) -> bool:
    return person.has_everywhere(Role.ADMIN)


def can_run_jobs(person: Person) -> bool:
    return person.has_everywhere(Role.ADMIN)


def needs_two_factor(person: Person) -> bool:
    return person.has(*TWO_FACTOR)


def may_stay_signed_in(person: Person) -> bool:
    """Only who is nothing but an applicant: what the others open belongs to others."""
    return all(grant.role is Role.APPLICANT for grant in person.grants)


def can_remove_grant(person: Person, *, role: Role, admins: int) -> bool:
    """The last administrator cannot be removed."""
    return can_manage_people(person) and not (role is Role.ADMIN and admins <= 1)
