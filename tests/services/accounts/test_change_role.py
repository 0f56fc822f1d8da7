import uuid

import pytest

from app.accounts import queries
from app.accounts.roles import Role
from app.accounts.services import change_role
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from tests.factories import make_person


def test_a_new_role_ends_the_persons_sessions():
    admin, person = make_person(Role.ADMIN), make_person()
    before = person.fs_uniquifier

    with transaction():
        change_role.add(actor=admin, person_id=person.id, role=Role.REVIEWER)
        change_role.add(actor=admin, person_id=person.id, role=Role.REVIEWER)

    db.session.expire_all()
    assert [grant.role for grant in person.grants] == [Role.REVIEWER]
    assert person.fs_uniquifier != before


def test_the_last_administrator_stays():
    admin = make_person(Role.ADMIN)

    with pytest.raises(Conflict, match="last administrator"), transaction():
        change_role.remove(actor=admin, grant_id=admin.grants[0].id)
    other = make_person(Role.ADMIN)
    with transaction():
        change_role.remove(actor=admin, grant_id=other.grants[0].id)
    db.session.expire_all()
    assert other.grants == []


def test_locking():
    admin, person = make_person(Role.ADMIN), make_person()

    with transaction():
        change_role.set_active(actor=admin, person_id=person.id, active=False)
    db.session.expire_all()
    assert person.active is False
    with pytest.raises(Conflict), transaction():
        change_role.set_active(actor=admin, person_id=admin.id, active=False)
    with pytest.raises(NotAllowed), transaction():
        change_role.set_active(actor=person, person_id=admin.id, active=False)


def test_an_administrator_of_one_site_is_not_one_of_everything():
    from app.accounts import policy
    from tests.factories import grant, make_site

    local = grant(make_person(), Role.ADMIN, site_id=make_site().id)

    assert not policy.can_manage_people(local)
    assert not policy.can_read_trace(local)
    with pytest.raises(NotAllowed), transaction():
        change_role.add(actor=local, person_id=local.id, role=Role.ADMIN)


def test_a_locked_administrator_does_not_count():
    admin, other = make_person(Role.ADMIN), make_person(Role.ADMIN)
    with transaction():
        change_role.set_active(actor=admin, person_id=other.id, active=False)

    with pytest.raises(Conflict, match="last administrator"), transaction():
        change_role.remove(actor=admin, grant_id=admin.grants[0].id)


def test_the_role_of_a_partner_names_its_organisation_and_no_other_role_has_one():
    admin, person = make_person(Role.ADMIN), make_person()
    organisation = uuid.uuid4()

    for role, partner_id in ((Role.PARTNER, None), (Role.STAFF, organisation)):
        with pytest.raises(InvalidInput) as refused, transaction():
            change_role.add(actor=admin, person_id=person.id, role=role, partner_id=partner_id)
        assert refused.value.field == "role"
    for _ in range(2):
        with transaction():
            change_role.add(actor=admin, person_id=person.id, role=Role.PARTNER, partner_id=organisation)

    assert [(g.role, g.partner_id) for g in queries.get(person.id).grants] == [(Role.PARTNER, organisation)]
