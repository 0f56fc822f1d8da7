"""Partners: created, changed, their people invited and removed."""

import pytest
import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.models import Invitation, RoleGrant
from app.accounts.roles import Role
from app.accounts.services.invite import accept
from app.core.db import db, transaction
from app.mail.models import Message
from app.partners import queries
from tests.factories import grant, make_person, make_programme
from tests.services.cohorts.rows import make_partner

LIST = "/en/admin/partners"


def carried(key):
    partner = queries.partner(key)
    return [one.key for one in queries.programmes_of([partner.id])[partner.id]]


def test_a_partner_is_created_and_listed(client_of):
    programme = make_programme()
    typed = {"key": "pole-digital", "name": "Pôle Digital", "website": "https://exemple.ma",
             "programmes": [programme.key]}  # fmt: skip

    answer = client_of.send(f"{LIST}/new", typed)
    twice = client_of.send(f"{LIST}/new", typed)

    assert (answer.status_code, answer.location) == (303, f"{LIST}/pole-digital")
    assert carried("pole-digital") == [programme.key]
    assert twice.status_code == 422
    assert 'href="#key"' in twice.text
    assert "Pôle Digital" in client_of.get(LIST).text


@pytest.mark.parametrize(
    ("slip", "field"),
    [({"name": " "}, "name"), ({"website": "javascript:x"}, "website"), ({"programmes": ["x"]}, "programmes"),
     ({"key": "Pôle"}, "key"), ({"name": "\u200b"}, "name")],
)  # fmt: skip
def test_a_slip_is_told_beside_its_field(client_of, slip, field):
    page = client_of.send(f"{LIST}/new", {"key": "pole", "name": "Pôle", "website": ""} | slip)

    assert page.status_code == 422
    assert f'href="#{field}"' in page.text


def test_a_partner_is_changed(client_of):
    old, new = make_programme(), make_programme()
    partner = make_partner(old)

    shown = client_of.get(f"{LIST}/{partner.key}").text
    answer = client_of.send(f"{LIST}/{partner.key}", {"name": "Autre nom", "website": "", "programmes": [new.key]})

    assert f'value="{old.key}" checked' in shown
    assert answer.status_code == 303
    assert (queries.partner(partner.key).name, carried(partner.key)) == ("Autre nom", [new.key])


def test_somebody_is_invited_reads_for_the_partner_and_is_removed(client_of):
    partner = make_partner()
    page = f"{LIST}/{partner.key}"
    invited = make_person(email="nadia@pole.ma")

    sent = client_of.send(f"{page}/people", {"person-email": "nadia@pole.ma", "person-language": "fr"}, page=page)
    twice = client_of.send(f"{page}/people", {"person-email": "nadia@pole.ma", "person-language": "fr"}, page=page)
    token = db.session.scalars(sa.select(Message.body)).one().split("/invitation/")[1].split()[0]
    with transaction():
        accept(token=token, person=accounts.get(invited.id))
    given = db.session.execute(
        sa.select(RoleGrant.id, RoleGrant.role, RoleGrant.partner_id).where(RoleGrant.person_id == invited.id)
    ).one()
    listed = client_of.get(page).text
    removed = client_of.send(f"{page}/people/remove", {"grant": str(given.id)}, page=page)

    assert (sent.status_code, twice.status_code, removed.status_code) == (303, 422, 303)
    assert 'href="#person-email"' in twice.text
    assert (given.role, given.partner_id) == (Role.PARTNER, partner.id)
    assert "nadia@pole.ma" in listed
    assert queries.people(partner.id) == []


def test_an_invitation_is_revoked(client_of):
    partner = make_partner()
    page = f"{LIST}/{partner.key}"
    client_of.send(f"{page}/people", {"person-email": "nadia@pole.ma", "person-language": "ar"}, page=page)
    invitation = db.session.scalars(sa.select(Invitation)).one()

    answer = client_of.send(f"{page}/people/remove", {"invitation": str(invitation.id)}, page=page)

    assert answer.status_code == 303
    assert queries.invitations(partner.id) == []


def test_people_of_another_partner_or_of_the_team_are_not_removed_here(client_of, admin):
    partner, other = make_partner(), make_partner()
    theirs = grant(make_person(), Role.PARTNER, partner_id=other.id)
    page = f"{LIST}/{partner.key}"

    for typed in ({}, {"grant": str(theirs.grants[0].id)}, {"grant": str(admin.grants[0].id)}, {"invitation": "x"}):
        assert client_of.send(f"{page}/people/remove", typed, page=page).status_code == 404


def test_the_role_is_not_given_without_an_organisation(client_of):
    person = make_person(Role.STAFF)

    page = client_of.send(f"/en/admin/people/{person.id}", {"role": "partner", "call": "", "site": ""})

    assert page.status_code == 422
    assert 'value="partner"' not in client_of.get("/en/admin/people").text
    assert [g.role for g in accounts.get(person.id).grants] == [Role.STAFF]


def test_the_list_of_people_names_the_organisation(client_of):
    partner = make_partner(name="Pôle Digital")
    person = grant(make_person(full_name="Nadia"), Role.PARTNER, partner_id=partner.id)

    assert "Pôle Digital" in client_of.get("/en/admin/people").text
    page = client_of.get(f"/en/admin/people/{person.id}").text
    assert page.count("Pôle Digital") == 1
    assert ">everywhere<" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(client_of, count_statements, count):
    for _ in range(count):
        partner = make_partner(make_programme())
        grant(make_person(), Role.PARTNER, partner_id=partner.id)

    with count_statements() as statements:
        page = client_of.get(LIST)

    assert page.text.count('data-label="People">1<') == count
    assert len(statements) == 4
