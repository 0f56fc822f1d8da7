import pytest

from app.accounts.roles import Role
from app.accounts.services.create import create, ensure_applicant
from app.core.db import transaction
from app.core.errors import Conflict
from tests.factories import make_person


def test_an_address_belongs_to_one_account():
    make_person(email="a@b.ma")

    with pytest.raises(Conflict), transaction():
        create(email=" A@B.ma ", full_name="A", password_hash=None, roles=(Role.ADMIN,))


def test_an_applicant_is_made_once():
    person = make_person()
    for _ in range(2):
        with transaction():
            ensure_applicant(person)

    assert [grant.role for grant in person.grants] == [Role.APPLICANT]
