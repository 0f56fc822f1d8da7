import uuid
from datetime import timedelta

import pytest

from app.accounts.models import Invitation
from app.accounts.roles import Role
from app.accounts.services import invite
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.mail.models import Message
from tests.factories import make_person


@pytest.fixture
def admin():
    return make_person(Role.ADMIN)


def _invite(admin, email="new@equipe.ma", role=Role.STAFF):
    with transaction():
        return invite.invite(actor=admin, email=email, role=role)


def _accept(token, person):
    with transaction():
        return invite.accept(token=token, person=person)


def test_a_link_gives_the_role_once(admin):
    token = _invite(admin)
    person = make_person(email="new@equipe.ma", confirmed_at=None)

    assert _accept(token, person) is Role.STAFF
    assert person.has(Role.STAFF)
    assert person.confirmed_at is not None
    assert token in db.session.query(Message).one().body
    assert token not in db.session.query(Invitation).one().token_hash
    with pytest.raises(Conflict, match="already used"):
        _accept(token, person)


def test_the_link_is_for_one_address_and_a_week(admin):
    token = _invite(admin)

    with pytest.raises(Conflict, match="another address"):
        _accept(token, make_person())
    with at(utcnow() + timedelta(days=8)), pytest.raises(Conflict, match="expired"):
        _accept(token, make_person(email="new@equipe.ma"))
    with pytest.raises(Conflict, match="not valid"):
        invite.find("nonsense")


def test_a_revoked_link_is_dead(admin):
    token = _invite(admin)
    with transaction():
        invite.revoke(invitation_id=db.session.query(Invitation).one().id, actor=admin)

    with pytest.raises(Conflict, match="not valid"):
        invite.find(token)


def test_only_admins_invite_and_never_applicants(admin):
    with pytest.raises(NotAllowed):
        _invite(make_person(Role.LEAD))
    with pytest.raises(InvalidInput):
        _invite(admin, role=Role.APPLICANT)


def test_nobody_is_invited_twice_for_a_role(admin):
    make_person(Role.STAFF, email="la@equipe.ma")
    with pytest.raises(InvalidInput, match="already has this role"):
        _invite(admin, email=" La@equipe.ma ")
    _invite(admin, email="la@equipe.ma", role=Role.LEAD)
    with pytest.raises(InvalidInput, match="already on its way"):
        _invite(admin, email="la@equipe.ma", role=Role.LEAD)
    with at(utcnow() + timedelta(days=8)):
        _invite(admin, email="la@equipe.ma", role=Role.LEAD)


def test_somebody_is_invited_for_an_organisation_and_for_another_one_too():
    admin, one, other = make_person(Role.ADMIN), uuid.uuid4(), uuid.uuid4()

    def invite_for(partner_id):
        with transaction():
            return invite.invite(actor=admin, email="nadia@pole.ma", role=Role.PARTNER, partner_id=partner_id)

    invite_for(one)
    invite_for(other)

    for partner_id in (one, None):
        with pytest.raises(InvalidInput):
            invite_for(partner_id)
