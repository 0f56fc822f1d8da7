"""The board of a campaign: who has answered, who is reminded."""

import pytest

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.core.db import transaction
from app.outcomes.models import ReminderChoice
from app.outcomes.services.open_campaign import open_campaign
from app.startups.models import MemberRole, Membership
from tests.factories import grant, make_person, make_site, save
from tests.services.outcomes.desk import make_campaign, make_edition, make_startup, the_return
from tests.services.outcomes.filling import Filling


@pytest.fixture
def filling():
    return Filling()


def path(campaign):
    return f"/en/team/returns/{campaign.id}"


def test_the_board_counts_by_state_with_the_response_rate(sign_in, lead):
    answered, waiting = make_person(Role.APPLICANT), make_startup(name="Zellij Lab")
    first = make_startup(owner=answered, name="Argan Lab")
    filling = Filling(first, answered)
    filling.save(active="yes")
    filling.send()
    client = sign_in(lead)

    page = client.get(path(filling.campaign)).text
    sent = client.get(f"{path(filling.campaign)}?state=sent").text
    named = client.get(f"{path(filling.campaign)}?q=zelli").text

    assert "50%" in page
    assert ("Argan Lab" in sent, "Zellij Lab" in sent) == (True, False)
    assert ("Argan Lab" in named, waiting.name in named) == (False, True)
    assert "No startup here" in client.get(f"{path(filling.campaign)}?q=nobody").text


def test_one_startup_is_reminded_now(sign_in, lead, filling):
    page = path(filling.campaign)
    client = sign_in(lead)

    done = client.send(f"{page}/{filling.one.id}/remind", page=page, follow_redirects=True)

    assert "1 reminder is on its way" in done.text
    assert "1 time" in done.text


def test_a_startup_that_wants_silence_is_not_reminded_by_hand(sign_in, lead, filling):
    save(ReminderChoice(startup_id=filling.startup.id, often="never", chosen_at=utcnow()))
    page = path(filling.campaign)
    client = sign_in(lead)

    refused = client.send(f"{page}/{filling.one.id}/remind", page=page, follow_redirects=True)

    assert "asked not to be reminded" in refused.text
    assert "Wants no reminder" in refused.text


def test_a_startup_without_an_owner_is_said_to_be_out_of_reach(sign_in, lead):
    startup = make_startup()
    filling = Filling(startup, make_person(Role.APPLICANT))
    with transaction() as session:
        session.query(Membership).filter_by(startup_id=startup.id).delete()
    page = path(filling.campaign)

    answer = sign_in(lead).send(f"{page}/{filling.one.id}/remind", page=page, follow_redirects=True)

    assert "Nobody can be written to" in answer.text


def test_the_board_shows_only_the_startups_of_the_reader(sign_in, lead, filling):
    client = sign_in(grant(make_person(), Role.STAFF, site_id=make_site().id))

    assert filling.startup.name not in client.get(path(filling.campaign)).text
    assert client.send(f"{path(filling.campaign)}/{filling.one.id}/remind", page="/en/account").status_code == 404
    save(Membership(startup_id=filling.startup.id, person_id=lead.id, role=MemberRole.VIEWER))
    assert filling.startup.name not in sign_in(lead).get(path(filling.campaign)).text


def test_the_board_costs_the_same_for_any_number_of_startups(sign_in, lead, count_statements):
    counts = []
    for size in (1, 3):
        edition = make_edition()
        startups = [make_startup(edition=edition) for _ in range(size)]
        campaign = make_campaign()
        with transaction():
            open_campaign(campaign_id=campaign.id, actor=lead)
        assert the_return(campaign, startups[0])
        client = sign_in(lead)
        client.get(path(campaign))
        with count_statements() as statements:
            client.get(path(campaign))
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 6
