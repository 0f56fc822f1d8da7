import pytest

from app.accounts.services.edit_account import edit_account
from app.core.db import db, transaction
from app.core.errors import InvalidInput
from tests.factories import make_person


def test_name_and_language():
    person = make_person()

    with transaction():
        edit_account(actor=person, full_name=" ليلى O’Neil ", language="ar")

    db.session.expire_all()
    assert (person.full_name, person.language) == ("ليلى O’Neil", "ar")


@pytest.mark.parametrize(("name", "language", "field"), [("", "fr", "full_name"), ("A", "de", "language")])
def test_what_is_refused(name, language, field):
    with pytest.raises(InvalidInput) as caught, transaction():
        edit_account(actor=make_person(), full_name=name, language=language)
    assert caught.value.field == field
