"""Links that let somebody in."""

from app.accounts.roles import Role
from app.accounts.services.invite import invite
from app.core.db import transaction
from app.startups.models import MemberRole
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
    owner = make_person(Role.APPLICANT)
    draft = make_draft(actor=owner)
    with transaction():
        token = invite_member(
            startup_id=draft.startup_id, actor=owner, email="co@exemple.ma", role=MemberRole.EDITOR, language="fr"
        )
    other = make_person(email="co@exemple.ma")

    assert "Sign in first" in client.get(f"/en/join/{token}").text
    assert sign_in(other).send(f"/en/join/{token}").status_code == 303
    assert sign_in(other).get(f"/en/applications/{draft.id}").status_code == 200


def test_a_used_link_says_so(sign_in):
    assert sign_in(make_person()).get("/en/join/nothing").status_code == 409
