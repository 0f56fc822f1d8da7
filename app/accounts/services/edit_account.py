"""A person changes their own name and language."""

from app.accounts import queries
from app.accounts.models import Person
from app.core import audit, i18n
from app.core.errors import InvalidInput
from app.core.i18n import N_


def edit_account(*, actor: Person, full_name: str, language: str) -> None:
    person = queries.get(actor.id)
    if not full_name.strip():
        raise InvalidInput(N_("Write your name."), field="full_name")
    if language not in i18n.LANGUAGES:
        raise InvalidInput(N_("Choose a language."), field="language")
    person.full_name, person.language = full_name.strip()[:200], language
    audit.record("person.edit", actor=person, subject=person)
