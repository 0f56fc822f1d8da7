"""Links that let somebody in."""

from app.accounts.models import Person
from app.accounts.roles import Role
from app.accounts.services.invite import invite
from app.core import jobs
from app.core.db import db, transaction
from app.mail.models import Message
from app.mail.purposes import Purpose
from app.startups.models import MemberInvitation, MemberRole
from app.startups.services.invite_member import invite_member
from tests.factories import make_draft, make_person


def test_a_team_invitation_is_read_signed_out_and_accepted_signed_in(client, sign_in):
    admin = make_person(Role.ADMIN)
    guest = make_person(email="jury@exemple.ma")
    with transaction():
        token = invite(actor=admin, email="jury@exemple.ma", role=Role.REVIEWER, language="fr")

    assert "jury@exemple.ma" in client.get(f"/en/invitation/{token}").text
    answer = sign_in(guest).send(f"/en/invitation/{token}")

    assert answer.status_code == 303
    assert guest.has(Role.REVIEWER)


def test_a_co_founder_joins_by_the_link(client, sign_in):
    token, draft = _invited("co@exemple.ma")
    other = make_person(email="co@exemple.ma")

    assert "Sign in first" in client.get(f"/en/join/{token}").text
    assert sign_in(other).send(f"/en/join/{token}").status_code == 303
    assert sign_in(other).get(f"/en/applications/{draft.id}").status_code == 200


def test_the_link_is_of_no_use_to_another_account(client, sign_in):
    token, draft = _invited("co@exemple.ma")
    other = sign_in(make_person(email="other@exemple.ma"))

    page = other.get(f"/en/join/{token}")
    answer = other.send(f"/en/join/{token}", page=f"/en/join/{token}")

    assert "This invitation is for" in page.text
    assert "Sign out, then enter with the invited address" in page.text
    assert answer.status_code == 409
    assert other.get(f"/en/applications/{draft.id}").status_code == 404


def test_who_came_by_an_invitation_is_not_asked_to_confirm_the_address_again(client):
    token, draft = _invited("co@exemple.ma")
    client.get(f"/en/join/{token}")
    form = client.get("/en/register")
    before = db.session.query(Message).count()

    client.send("/en/register", {"full_name": "Co", "email": "co@exemple.ma", "password": "argan-2026-souss"})
    landed = client.get("/en/check-mail", follow_redirects=True)
    jobs.run_all()

    assert 'value="co@exemple.ma"' in form.text
    assert db.session.query(Message).count() == before
    assert f"/en/join/{token}" in landed.request.path
    assert client.send(f"/en/join/{token}").status_code == 303
    assert client.get(f"/en/applications/{draft.id}").status_code == 200


def test_another_address_than_the_invited_one_is_confirmed_by_mail(client):
    token, _draft = _invited("co@exemple.ma")
    client.get(f"/en/join/{token}")

    client.send("/en/register", {"full_name": "Co", "email": "x@exemple.ma", "password": "argan-2026-souss"})

    jobs.run_all()
    assert db.session.query(Person).filter_by(email="x@exemple.ma").one().confirmed_at is None
    assert db.session.query(Message).filter_by(purpose=Purpose.CONFIRM_EMAIL, to_email="x@exemple.ma").count() == 1


def test_the_owner_sends_again_and_cancels_from_the_page(sign_in):
    _token, draft = _invited("co@exemple.ma")
    owner = sign_in(db.session.get(Person, draft.created_by_id))
    page = f"/en/applications/{draft.id}/members"
    waiting = db.session.query(MemberInvitation).one()
    act = f"/en/applications/{draft.id}/invitations/{waiting.id}"

    assert "co@exemple.ma" in owner.get(page).text
    assert owner.send(f"{act}/resend", page=page).status_code == 303
    assert owner.send(f"{act}/cancel", page=page).status_code == 303
    assert "co@exemple.ma" not in owner.get(page).text.replace("flash", "")
    assert owner.send(f"{act}/cancel", page=page).status_code == 409


def _invited(address):
    owner = make_person(Role.APPLICANT)
    draft = make_draft(actor=owner)
    with transaction():
        token = invite_member(
            startup_id=draft.startup_id, actor=owner, email=address, role=MemberRole.EDITOR, language="fr"
        )
    return token, draft


def test_a_used_link_says_so(sign_in):
    assert sign_in(make_person()).get("/en/join/nothing").status_code == 409
