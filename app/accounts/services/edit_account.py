"""A person changes their own name and language."""

from app.accounts import queries
from app.accounts.models import Person
from app.core import audit, i18n
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.core.typed import read_name


def edit_account(*, actor: Person, full_name: str, language: str) -> None:
    person = queries.get(actor.id)
    name = read_name(full_name)
    if language not in i18n.LANGUAGES:
        raise InvalidInput(N_("Choose a language."), field="language")
    person.full_name, person.language = name, language
    audit.record("person.edit", actor=person, subject=person)
