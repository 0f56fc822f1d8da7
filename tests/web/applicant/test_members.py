"""Who works on an application, and invitations."""

from app.accounts.roles import Role
from app.core.db import db
from app.mail.models import Message
from app.startups.models import MemberRole, Membership
from tests.factories import make_draft, make_person, save


def test_the_owner_invites_by_e_mail(sign_in):
    owner = make_person(Role.APPLICANT)
    draft = make_draft(actor=owner)
    client = sign_in(owner)

    answer = client.send(f"/en/applications/{draft.id}/members", {"email": "co@exemple.ma", "role": "viewer"})

    assert answer.status_code == 303
    assert "co@exemple.ma" in client.get(answer.location).text
    assert db.session.query(Message).filter_by(to_email="co@exemple.ma").count() == 1


def test_a_wrong_address_is_refused_and_kept(sign_in):
    owner = make_person(Role.APPLICANT)
    draft = make_draft(actor=owner)

    answer = sign_in(owner).send(f"/en/applications/{draft.id}/members", {"email": "nobody", "role": "editor"})

    assert answer.status_code == 422
    assert 'value="nobody"' in answer.text
    assert 'href="#email"' in answer.text


def test_an_owner_cannot_be_invited(sign_in):
    owner = make_person(Role.APPLICANT)
    draft = make_draft(actor=owner)

    answer = sign_in(owner).send(f"/en/applications/{draft.id}/members", {"email": "co@exemple.ma", "role": "owner"})

    assert answer.status_code == 422


def test_an_editor_reads_the_list_but_does_not_invite(sign_in):
    draft = make_draft()
    editor = make_person(Role.APPLICANT)
    save(Membership(startup_id=draft.startup_id, person_id=editor.id, role=MemberRole.EDITOR))
    client = sign_in(editor)

    assert "Only the owner invites" in client.get(f"/en/applications/{draft.id}/members").text
    answer = client.send(f"/en/applications/{draft.id}/members", {"email": "x@exemple.ma"}, page="/en/account")
    assert answer.status_code == 403


def test_strangers_get_404(sign_in):
    assert sign_in(make_person()).get(f"/en/applications/{make_draft().id}/members").status_code == 404
