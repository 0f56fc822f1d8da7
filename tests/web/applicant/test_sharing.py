"""The owner decides what partners see."""

import pytest

from app.accounts.roles import Role
from app.core.db import db
from app.partners import queries
from app.partners.models import Subject
from app.startups.models import MemberRole, Membership
from tests.factories import make_person, make_programme, save
from tests.services.cohorts.rows import (
    make_edition,
    make_participation,
    make_partner,
    make_sharing,
    make_startup,
)


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT, full_name="Salma Berrada")


@pytest.fixture
def startup(owner):
    return make_startup(owner, name="Atlas Grid")


@pytest.fixture
def partner(startup):
    """A partner of a programme the startup takes part in."""
    programme = make_programme(name={"fr": "DigitAgri", "ar": "DigitAgri", "en": "DigitAgri"})
    make_participation(make_edition(programme=programme), startup)
    return make_partner(programme, name="Pôle Digital", website="https://exemple.ma")


@pytest.fixture
def client(sign_in, owner):
    return sign_in(owner)


def page_of(startup):
    return f"/en/startups/{startup.id}/sharing"


def in_force(startup, partner):
    db.session.expire_all()
    found = queries.sharing_in_force(startup.id, partner.id)
    return found and found.subjects


def test_the_page_says_who_asks_and_that_nothing_is_shared(client, startup, partner):
    make_partner(make_programme(), name="Autre organisation")

    text = client.get(page_of(startup)).text

    assert all(word in text for word in ("Pôle Digital", "DigitAgri", "Nothing is shared", "https://exemple.ma"))
    assert "Autre organisation" not in text
    assert text.count("checked") == 0


def test_what_is_ticked_is_shared_and_the_rest_is_not(client, startup, partner):
    answer = client.send(page_of(startup), {"partner": str(partner.id), "subjects": ["identity", "figures"]})

    text = client.get(page_of(startup)).text
    assert (answer.status_code, in_force(startup, partner)) == (303, ["identity", "figures"])
    assert text.count("checked") == 2
    assert "by Salma Berrada." in text


def test_nothing_ticked_or_the_name_left_out_is_told_and_what_was_ticked_stays(client, startup, partner):
    nothing = client.send(page_of(startup), {"partner": str(partner.id)})
    nameless = client.send(page_of(startup), {"partner": str(partner.id), "subjects": ["funding", "x"]})

    assert (nothing.status_code, nameless.status_code) == (422, 422)
    assert f'href="#subjects-{partner.id}"' in nothing.text
    assert 'value="funding" checked' in nameless.text
    assert in_force(startup, partner) is None


def test_it_is_taken_back_and_the_history_stays(client, startup, partner, owner):
    make_sharing(startup, partner, Subject.IDENTITY, by=owner)

    answer = client.send(f"{page_of(startup)}/{partner.id}/take-back", page=page_of(startup))

    text = client.get(page_of(startup)).text
    assert (answer.status_code, in_force(startup, partner)) == (303, None)
    assert "What was agreed" in text
    assert "Nothing is shared" in text


def test_a_partner_of_another_programme_cannot_be_chosen(client, startup, partner):
    other = make_partner(make_programme())

    for wanted in (str(other.id), "x", ""):
        answer = client.send(page_of(startup), {"partner": wanted, "subjects": ["identity"]})
        assert answer.status_code == 404

    assert in_force(startup, other) is None


def test_a_partner_that_carries_the_programme_no_more_can_still_be_taken_back(client, startup, owner):
    gone = make_partner(name="Ancienne")
    make_sharing(startup, gone, by=owner)

    text = client.get(page_of(startup)).text

    assert "Take everything back" in text
    assert "Save what is shared" not in text


def test_a_member_reads_and_a_stranger_finds_nothing(sign_in, startup, partner):
    editor = make_person(Role.APPLICANT)
    save(Membership(startup_id=startup.id, person_id=editor.id, role=MemberRole.EDITOR))
    member = sign_in(editor)

    text = member.get(page_of(startup)).text

    assert "Only the owner of the startup decides what is shared." in text
    assert 'name="subjects"' not in text
    assert sign_in(make_person(Role.APPLICANT)).get(page_of(startup)).status_code == 404
    assert sign_in(make_person(Role.ADMIN)).get(page_of(startup)).status_code == 404


def test_the_list_of_applications_says_when_there_is_something_to_decide(client, startup, partner, owner):
    first = client.get("/en/applications").text
    make_sharing(startup, partner, Subject.IDENTITY, by=owner)
    then = client.get("/en/applications").text

    assert "To decide" in first
    assert page_of(startup) in first
    assert "To decide" not in then
    assert page_of(startup) in then


def test_without_a_partner_nothing_is_said(client, startup):
    make_participation(startup=startup)

    assert "Sharing with partners" not in client.get("/en/applications").text
    assert "No partner to decide about" in client.get(page_of(startup)).text


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number(client, startup, count_statements, count):
    for _ in range(count):
        programme = make_programme()
        make_participation(make_edition(programme=programme), startup)
        make_sharing(startup, make_partner(programme))

    with count_statements() as statements:
        page = client.get(page_of(startup))

    assert page.text.count("Take everything back") == count
    assert len(statements) == 6
