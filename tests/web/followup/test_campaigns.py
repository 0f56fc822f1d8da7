"""A campaign is prepared, previewed, opened, closed and opened again."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.clock import today
from app.core.db import db, transaction
from app.outcomes import campaigns as queries
from app.outcomes import returns
from app.outcomes.models import Campaign, Return
from app.outcomes.services.open_campaign import open_campaign
from app.outcomes.states import CampaignState
from app.reviews.scope import followed
from tests.factories import grant, make_person, make_site
from tests.services.outcomes.desk import make_campaign, make_edition, make_startup, return_form

NEW = "/en/team/returns/new"


def day(days):
    return (today() + timedelta(days=days)).strftime("%d/%m/%Y")


def typed(**changes):
    return {
        "name-fr": "Chiffres 2025", "name-ar": "أرقام 2025", "name-en": "Figures for 2025", "year": "2025", "part": "year",
        "deadline": day(30), "reminders": ["14", "2"],
    } | changes  # fmt: skip


def campaign():
    return db.session.scalars(sa.select(Campaign)).one()


def test_a_draft_shows_whom_it_would_ask_before_it_opens(sign_in, lead):
    return_form()
    make_startup()
    make_startup()
    client = sign_in(lead)

    answer = client.send(NEW, typed())
    page = client.get(answer.location).text

    assert answer.status_code == 303
    assert re.findall(r'stat__n">(\d+)<', page) == ["2", "2", "2"]
    assert "Turnover" in page
    assert db.session.scalar(sa.select(sa.func.count(Return.id))) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name-ar": ""}, "name"), ({"year": "2090"}, "year"), ({"year": ""}, "year"), ({"deadline": "soon"}, "deadline"),
        ({"deadline": "01/01/2026"}, "deadline"), ({"part": "q1"}, "part"), ({"sites": "nowhere"}, "sites"),
    ],
)  # fmt: skip
def test_a_refused_campaign_keeps_what_was_typed(sign_in, lead, change, field):
    return_form()

    answer = sign_in(lead).send(NEW, typed(**change))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Figures for 2025" in answer.text


def test_a_draft_is_changed(sign_in, lead):
    found = make_campaign()
    client = sign_in(lead)

    answer = client.send(f"/en/team/returns/{found.id}/change", typed(**{"part": "first", "name-en": "Half year"}))

    assert answer.status_code == 303
    assert (campaign().name["en"], campaign().ends_on.month, campaign().reminder_days) == ("Half year", 6, [14, 2])


def test_a_campaign_opens_closes_and_opens_again(sign_in, lead):
    make_startup()
    found = make_campaign()
    page = f"/en/team/returns/{found.id}"
    client = sign_in(lead)

    assert "1 startup is asked now" in client.send(f"{page}/open", page=page, follow_redirects=True).text
    assert campaign().state is CampaignState.OPEN
    assert "1 startup is asked now" in client.send(f"{page}/open", page=page, follow_redirects=True).text
    client.send(f"{page}/close", page=page)
    assert campaign().state is CampaignState.CLOSED
    assert client.send(f"{page}/close", page=page).status_code == 303
    assert client.send(f"{page}/reopen", {"deadline": "01/01/2026"}).status_code == 422
    assert client.send(f"{page}/reopen", {"deadline": day(40)}).status_code == 303
    assert campaign().state is CampaignState.OPEN


def test_an_open_campaign_is_not_opened_again_by_its_page(sign_in, lead):
    make_startup()
    found = make_campaign()
    with transaction():
        open_campaign(campaign_id=found.id, actor=lead)

    assert sign_in(lead).get(f"/en/team/returns/{found.id}/reopen").status_code == 303


def test_a_planned_reminder_is_cancelled(sign_in, lead):
    make_startup()
    found = make_campaign()
    with transaction():
        open_campaign(campaign_id=found.id, actor=lead)
    page = f"/en/team/returns/{found.id}"
    client = sign_in(lead)
    jobs = re.findall(r'name="job" value="([^"]+)"', client.get(page).text)
    assert len(jobs) == 3

    done = client.send(f"{page}/reminders/cancel", {"job": jobs[0]}, page=page, follow_redirects=True)
    again = client.send(f"{page}/reminders/cancel", {"job": jobs[0]}, page=page, follow_redirects=True)
    nonsense = client.send(f"{page}/reminders/cancel", {"job": "x"}, page=page, follow_redirects=True)

    assert "This reminder is cancelled" in done.text
    assert "no longer planned" in again.text
    assert "no longer planned" in nonsense.text
    assert len(re.findall(r'name="job"', client.get(page).text)) == 2


def test_a_team_of_one_site_reads_and_does_not_run_campaigns(sign_in):
    make_startup()
    found = make_campaign()
    client = sign_in(grant(make_person(), Role.STAFF, site_id=make_site().id))
    page = f"/en/team/returns/{found.id}"

    assert client.get("/en/team/returns").status_code == 200
    assert client.get(NEW).status_code == 403
    assert client.get(f"{page}/change").status_code == 403
    assert "Open the campaign" not in client.get(page).text
    assert client.send(f"{page}/open", page="/en/account").status_code == 403


def test_an_empty_list_leads_to_the_first_campaign(sign_in, lead):
    assert "No campaign yet" in sign_in(lead).get("/en/team/returns").text


def test_the_list_costs_the_same_for_any_number_of_campaigns(sign_in, lead, count_statements):
    counts = []
    for size in (1, 2):
        for _ in range(size):
            make_campaign()
        client = sign_in(lead)
        client.get("/en/team/returns")
        with count_statements() as statements:
            client.get("/en/team/returns")
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 3


def test_a_double_click_makes_one_campaign_and_a_draft_can_be_discarded(sign_in, lead):
    return_form()
    client, page = sign_in(lead), NEW
    key = re.search(r'name="made"[^>]*value="([0-9a-f-]+)"', client.get(page).text)[1]
    posted = typed(made=key)

    first, second = client.send(page, posted), client.send(page, posted)

    assert first.location == second.location
    gone = client.send(f"{first.location}/discard", page=first.location, follow_redirects=True)
    assert "The draft is gone" in gone.text
    assert db.session.scalar(sa.select(sa.func.count(Campaign.id))) == 0


def test_an_open_campaign_shows_no_form_that_would_be_refused(sign_in, lead):
    make_startup()
    found = make_campaign()
    with transaction():
        open_campaign(campaign_id=found.id, actor=lead)
    client = sign_in(lead)

    assert client.get(f"/en/team/returns/{found.id}/change").location.endswith(f"/en/team/returns/{found.id}")
    assert client.send(f"/en/team/returns/{found.id}/discard", page=f"/en/team/returns/{found.id}").status_code == 409


def test_the_list_counts_the_readers_startups_as_the_page_does(sign_in, lead):
    site = make_site()
    make_startup(edition=make_edition(site=site), name="Ici")
    make_startup()
    found = make_campaign()
    with transaction():
        open_campaign(campaign_id=found.id, actor=lead)
    person = grant(make_person(), Role.STAFF, site_id=site.id)

    rows = queries.latest(followed(person))

    assert [(row[1], row[2]) for row in rows] == [(1, 0)]
    assert returns.counts(found.id, followed(person), words="nobody") == {}
