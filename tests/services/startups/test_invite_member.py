import uuid
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core.clock import at, utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.mail.models import Message
from app.startups import queries
from app.startups.models import MemberRole, Membership
from app.startups.services import invite_member
from app.startups.services.create import create
from tests.factories import make_person, save


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
    token, person = _invite(startup), make_person(email="co@x.ma")

    with transaction():
        invite_member.accept(token=token, actor=person)

    assert queries.membership(startup[0].id, person.id).role is MemberRole.EDITOR
    assert token in db.session.query(Message).one().body
    with pytest.raises(Conflict):
        invite_member.find(token)


def test_a_member_keeps_the_role_they_have(startup):
    with transaction():
        token = invite_member.invite_member(
            startup_id=startup[0].id, actor=startup[1], email="other@x.ma", role=MemberRole.VIEWER, language="fr"
        )
        startup[1].email = "other@x.ma"
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


@pytest.mark.parametrize("values", [{"email": "other@x.ma"}, {"email": "co@x.ma", "confirmed_at": None}])
def test_a_link_opens_for_the_invited_confirmed_address_only(startup, values):
    token, person = _invite(startup), make_person(**values)

    with pytest.raises(Conflict), transaction():
        invite_member.accept(token=token, actor=person)
    assert queries.membership(startup[0].id, person.id) is None
    assert invite_member.find(token)


def test_an_invitation_is_sent_again_with_a_new_link(startup):
    old = _invite(startup)
    (waiting,) = queries.open_invitations(startup[0].id)

    with at(utcnow() + timedelta(days=20)), transaction():
        new = invite_member.resend_invitation(invitation_id=waiting.id, actor=startup[1], language="fr")

    with at(utcnow() + timedelta(days=30)):
        assert invite_member.find(new).email == "co@x.ma"
    with pytest.raises(Conflict):
        invite_member.find(old)


def test_a_cancelled_invitation_opens_nothing_and_can_be_written_anew(startup):
    token = _invite(startup)
    (waiting,) = queries.open_invitations(startup[0].id)
    with pytest.raises(Conflict):
        _invite(startup)

    with transaction():
        invite_member.cancel_invitation(invitation_id=waiting.id, actor=startup[1])

    with pytest.raises(Conflict):
        invite_member.find(token)
    assert queries.open_invitations(startup[0].id) == []
    assert invite_member.find(_invite(startup))


def test_who_cancels_and_sends_again(startup):
    _invite(startup)
    (waiting,) = queries.open_invitations(startup[0].id)
    editor = make_person(email="editor@x.ma")
    save(Membership(id=uuid.uuid4(), startup_id=startup[0].id, person_id=editor.id, role=MemberRole.EDITOR))

    for actor, refusal in ((editor, NotAllowed), (make_person(Role.APPLICANT), NotFound)):
        with pytest.raises(refusal), transaction():
            invite_member.cancel_invitation(invitation_id=waiting.id, actor=actor)
        with pytest.raises(refusal), transaction():
            invite_member.resend_invitation(invitation_id=waiting.id, actor=actor, language="fr")
    with pytest.raises(InvalidInput), transaction():
        invite_member.invite_member(
            startup_id=startup[0].id, actor=startup[1], email="Editor@x.ma", role=MemberRole.VIEWER, language="fr"
        )


def test_a_startup_needs_a_name():
    with pytest.raises(InvalidInput), transaction():
        create(actor=make_person(), name="  ")
