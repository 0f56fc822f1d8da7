from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.mail.models import Message
from app.startups import queries
from app.startups.models import MemberRole
from app.startups.services import invite_member
from app.startups.services.create import create
from tests.factories import make_person


@pytest.fixture
def startup():
    owner = make_person(Role.APPLICANT)
    with transaction():
        return create(actor=owner, name="Atlas"), owner


def _invite(startup, actor=None, role=MemberRole.EDITOR):
    with transaction():
        return invite_member.invite_member(
            startup_id=startup[0].id, actor=actor or startup[1], email="co@x.ma", role=role, language="fr"
        )


def test_a_cofounder_joins_by_the_link(startup):
    token, person = _invite(startup), make_person()

    with transaction():
        invite_member.accept(token=token, actor=person)

    assert queries.membership(startup[0].id, person.id).role is MemberRole.EDITOR
    assert token in db.session.query(Message).one().body
    with pytest.raises(Conflict):
        invite_member.find(token)


def test_a_member_keeps_the_role_they_have(startup):
    token = _invite(startup, role=MemberRole.VIEWER)
    with transaction():
        invite_member.accept(token=token, actor=startup[1])

    assert queries.membership(startup[0].id, startup[1].id).role is MemberRole.OWNER


def test_who_invites_and_as_what(startup):
    with pytest.raises(NotAllowed):
        _invite(startup, actor=make_person())
    with pytest.raises(InvalidInput):
        _invite(startup, role=MemberRole.OWNER)
    token = _invite(startup)
    with at(utcnow() + timedelta(days=15)), pytest.raises(Conflict):
        invite_member.find(token)


def test_a_startup_needs_a_name():
    with pytest.raises(InvalidInput), transaction():
        create(actor=make_person(), name="  ")
