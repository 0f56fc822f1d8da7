"""Partner organisations and the programmes they carry."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.partners import queries
from app.partners.services.edit_partner import create_partner, edit_partner
from tests.factories import make_person, make_programme


@pytest.fixture
def admin():
    return make_person(Role.ADMIN)


def create(actor, **values):
    values = {"key": "pole-digital", "name": "Pôle Digital"} | values
    with transaction():
        return create_partner(actor=actor, **values)


def carried(partner):
    return [one.key for one in queries.programmes_of([partner.id])[partner.id]]


def test_a_partner_is_created_with_its_programmes(admin):
    programmes = [make_programme(position=1), make_programme(position=2)]

    made = create(admin, website="https://exemple.ma", programmes=[one.key for one in programmes])

    assert (made.name, made.website) == ("Pôle Digital", "https://exemple.ma")
    assert carried(made) == [one.key for one in programmes]


def test_a_key_is_used_once(admin):
    create(admin)

    with pytest.raises(Conflict) as refused:
        create(admin)

    assert refused.value.field == "key"


def test_programmes_are_added_and_taken_away(admin):
    old, kept, new = make_programme(position=1), make_programme(position=2), make_programme(position=3)
    made = create(admin, programmes=[old.key, kept.key])

    with transaction():
        edit_partner(actor=admin, key=made.key, name="Pôle", programmes=[kept.key, new.key])

    assert (carried(made), queries.partner(made.key).name) == ([kept.key, new.key], "Pôle")
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "partner.edit")).one()
    assert event.before["programmes"] == sorted([old.key, kept.key])


def test_a_name_is_needed(admin):
    with pytest.raises(InvalidInput):
        create(admin, name=" ")


def test_only_administrators_may():
    made = create(make_person(Role.ADMIN))

    with pytest.raises(NotAllowed):
        create(make_person(Role.LEAD), key="autre")
    with pytest.raises(NotAllowed), transaction():
        edit_partner(actor=make_person(Role.LEAD), key=made.key, name="x")
