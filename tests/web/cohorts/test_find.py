"""A startup is found by its name, or noted."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db
from app.startups.models import Membership, Startup
from tests.factories import grant, make_application, make_draft, make_person, make_site
from tests.services.cohorts.rows import make_edition, make_request, make_startup

FIND = "/en/team/cohorts/find"


def test_a_part_of_the_name_is_enough_and_the_choice_leads_on(desk):
    edition, startup = make_edition(), make_startup(name="Atlas Énergie 100%")

    page = desk.get(FIND, query_string={"edition": str(edition.id), "q": "atlas 100%"})

    assert f"/en/team/editions/{edition.id}/admit/{startup.id}" in page.text
    assert "No startup has this name" in desk.get(FIND, query_string={"edition": edition.id, "q": "100_"}).text


def test_the_same_page_serves_residences_and_the_waiting_list(desk):
    site, startup = make_site(), make_startup(name="Zerda")

    residence = desk.get(FIND, query_string={"site": site.key, "q": "zerda"})
    hosting = desk.get(FIND, query_string={"site": site.key, "for": "hosting", "q": "zerda"})

    assert f"/en/team/sites/{site.key}/residences/{startup.id}/new" in residence.text
    assert f"/en/team/sites/{site.key}/hosting/{startup.id}/new" in hosting.text


def test_a_startup_that_only_wrote_a_draft_is_not_found(desk):
    site = make_site()
    draft, sent = make_draft(filled=False), make_application(run_jobs=False)

    page = desk.get(FIND, query_string={"site": site.key, "q": "Atlas"}).text

    assert (str(draft.startup_id) in page, str(sent.startup_id) in page) == (False, True)
    assert desk.get(f"/en/team/sites/{site.key}/residences/{draft.startup_id}/new").status_code == 404


def test_a_startup_that_the_team_knows_already_is_found_whatever_it_wrote(desk):
    site, draft = make_site(), make_draft(filled=False)
    make_request(site, db.session.get(Startup, draft.startup_id))

    assert str(draft.startup_id) in desk.get(f"/en/team/sites/{site.key}/hosting").text
    assert desk.get(f"/en/team/sites/{site.key}/residences/{draft.startup_id}/new").status_code == 200


def test_one_of_before_wijha_is_noted_without_an_owner(desk):
    site = make_site()
    address = f"{FIND}?site={site.key}&q=Ancienne"

    refused = desk.send(address, {"name": " "})
    made = desk.send(address, {"name": "Ancienne Startup"})

    startup = db.session.scalars(sa.select(Startup)).one()
    assert (refused.status_code, made.status_code) == (422, 303)
    assert made.location == f"/en/team/sites/{site.key}/residences/{startup.id}/new"
    assert db.session.scalars(sa.select(Membership)).all() == []


def test_a_purpose_that_is_not_there_or_not_allowed(desk, sign_in):
    other = sign_in(grant(make_person(), Role.STAFF, site_id=make_site().id))

    assert desk.get(FIND).status_code == 404
    assert desk.get(f"{FIND}?site=nowhere").status_code == 404
    assert other.get(f"{FIND}?site={make_site().key}").status_code == 404
    assert other.get(f"{FIND}?edition={make_edition().id}").status_code == 404


def test_a_long_result_says_that_there_is_more(desk):
    site = make_site()
    for number in range(21):
        make_startup(False, name=f"Zerda {number:02d}")

    text = desk.get(f"{FIND}?site={site.key}&q=zerda").text

    assert text.count("<bdi>Zerda ") == 20
    assert "There are more. Write more of the name." in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_costs_the_same_for_any_number(desk, count_statements, count):
    site = make_site()
    for _ in range(count):
        make_startup(name="Zerda")

    with count_statements() as statements:
        page = desk.get(f"{FIND}?site={site.key}&q=zerda")

    assert page.text.count("<bdi>Zerda</bdi>") == count
    assert len(statements) == 3
