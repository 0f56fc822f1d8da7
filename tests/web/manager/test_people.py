"""The team: invitations, roles, locks."""

import sqlalchemy as sa

from app.accounts import queries
from app.accounts.models import Invitation
from app.accounts.roles import Role
from app.core.db import db
from tests.factories import make_call, make_person


def test_somebody_is_invited_for_one_call_and_the_link_revoked(client_of):
    call = make_call()
    wanted = {"email": "nouvelle@exemple.ma", "role": "staff", "call": str(call.id), "site": "", "language": "ar"}

    answer = client_of.send("/en/admin/people", wanted)

    invitation = db.session.scalars(sa.select(Invitation)).one()
    assert answer.status_code == 303
    assert (invitation.role, invitation.call_id) == (Role.STAFF, call.id)
    client_of.send(f"/en/admin/invitations/{invitation.id}/revoke", page="/en/admin/people")
    assert queries.open_invitations() == []


def test_without_a_role_the_form_comes_back(client_of):
    page = client_of.send(
        "/en/admin/people", {"email": "a@exemple.ma", "role": "", "call": "", "site": "", "language": "fr"}
    )

    assert page.status_code == 422
    assert "Choose a role." in page.text
    assert "a@exemple.ma" in page.text


def test_a_role_is_given_and_taken(client_of):
    person = make_person(Role.STAFF)
    page = f"/en/admin/people/{person.id}"

    given = client_of.send(page, {"role": "lead", "call": "", "site": ""})
    grant = next(g for g in queries.get(person.id).grants if g.role is Role.STAFF)
    taken = client_of.send(f"{page}/remove", {"grant": str(grant.id)}, page=page)

    db.session.expire_all()
    assert given.status_code == taken.status_code == 303
    assert [g.role for g in queries.get(person.id).grants] == [Role.LEAD]


def test_the_last_administrator_stays(client_of, admin):
    page = f"/en/admin/people/{admin.id}"

    answer = client_of.send(f"{page}/remove", {"grant": str(admin.grants[0].id)}, page=page)

    assert answer.status_code == 422
    assert "This is the last administrator." in answer.text


def test_an_account_is_locked_and_unlocked(client_of):
    person = make_person(Role.STAFF)
    page = f"/en/admin/people/{person.id}"

    client_of.send(f"{page}/lock", page=page)
    db.session.expire_all()
    locked = queries.get(person.id).active
    client_of.send(f"{page}/unlock", page=page)
    db.session.expire_all()

    assert locked is False
    assert queries.get(person.id).active is True


def test_a_grant_that_is_not_the_persons_is_not_there(client_of, admin):
    person = make_person(Role.STAFF)
    page = f"/en/admin/people/{person.id}"

    for typed in ({}, {"grant": "x"}, {"grant": str(admin.grants[0].id)}):
        assert client_of.send(f"{page}/remove", typed, page=page).status_code == 404


def test_messages_are_in_the_readers_language(client_of):
    wanted = {"email": "sans arobase", "role": "king", "call": "", "site": "", "language": "fr"}

    page = client_of.send("/fr/admin/people", wanted)

    assert page.status_code == 422
    assert "Écrivez une adresse" in page.text
    assert "Choisissez une des réponses de la liste." in page.text
