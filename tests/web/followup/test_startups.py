"""The list of startups followed up, and the page of one."""

import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.outcomes.measures import Measure
from app.outcomes.services.verify import stamp, verify
from app.startups.models import MemberRole, Membership, Startup
from tests.factories import grant, make_person, make_site, save
from tests.services.outcomes.desk import BEFORE, EVERYWHERE, make_edition, make_figure, make_funding, make_startup
from tests.services.outcomes.filling import Filling


def test_the_list_shows_places_figures_and_what_is_to_verify(sign_in, staff):
    edition = make_edition()
    startup = make_startup(edition=edition, name="Zellij Lab")
    make_figure(startup)
    save(Startup(name="Sans suite"))

    page = sign_in(staff).get("/en/team/startups").text

    assert "Zellij Lab" in page
    assert "1 / 8" in page
    assert "Sans suite" not in page
    assert page.count('aria-current="page"') == 2


def test_filters_narrow_the_list_and_an_empty_result_says_so(sign_in, staff):
    make_startup(name="Zellij Lab")
    client = sign_in(staff)

    assert "Zellij Lab" in client.get("/en/team/startups?q=zell&missing=1").text
    assert "No startup matches these filters" in client.get("/en/team/startups?q=argan").text
    assert "No startup matches these filters" in client.get("/en/team/startups?site=nowhere&programme=none").text


def test_nobody_sees_a_startup_they_are_related_to(sign_in, staff):
    startup = make_startup(name="Mienne")
    save(Membership(startup_id=startup.id, person_id=staff.id, role=MemberRole.VIEWER))

    client = sign_in(staff)

    assert "Mienne" not in client.get("/en/team/startups").text
    assert client.get(f"/en/team/startups/{startup.id}").status_code == 404


def test_a_team_of_one_site_sees_the_startups_of_its_site(sign_in):
    site = make_site()
    here, there = make_startup(edition=make_edition(site=site)), make_startup()
    client = sign_in(grant(make_person(), Role.STAFF, site_id=site.id))

    assert client.get(f"/en/team/startups/{here.id}").status_code == 200
    assert client.get(f"/en/team/startups/{there.id}").status_code == 404
    assert there.name not in client.get("/en/team/startups").text


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.DIRECTOR])
def test_other_roles_may_not_enter(sign_in, role):
    assert sign_in(make_person(role)).get("/en/team/startups").status_code == 403


def test_the_list_costs_the_same_for_any_number_of_startups(sign_in, staff, count_statements):
    counts = []
    for size in (1, 2):
        for _ in range(size):
            startup = make_startup()
            make_figure(startup)
            make_funding(startup)
        client = sign_in(staff)
        client.get("/en/team/startups")
        with count_statements() as statements:
            client.get("/en/team/startups")
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 6


def test_the_page_shows_figures_beside_the_period_before_with_their_origin(sign_in, staff, lead):
    startup = make_startup()
    make_figure(startup, Measure.JOBS, 7, period=BEFORE, actor=staff)
    row = make_figure(startup, Measure.JOBS, 12, actor=staff, source="Appel du 3 mai")
    make_figure(startup, Measure.TURNOVER, None, actor=staff)
    make_figure(startup, Measure.CUSTOMERS_ABROAD, 15, actor=staff, detail={"FR": 12, "SN": None})
    make_funding(startup, currency="EUR", foreign_amount=20_000, rate_micro=10_850_000)
    with transaction():
        verify(kind="figure", row_id=row.id, seen=stamp(row), actor=lead, within=EVERYWHERE)

    page = sign_in(staff).get(f"/en/team/startups/{startup.id}").text

    for words in ("Appel du 3 mai", "Not available", "France 12, Senegal", "Fonds Atlas", "20,000 EUR", "10.85"):
        assert words in page
    assert page.index("2025") < page.index("2024")
    assert lead.full_name in page
    assert "You entered it: somebody else verifies." in page
    assert "Noted" in page


def test_an_empty_page_says_that_nothing_is_known(sign_in, staff):
    page = sign_in(staff).get(f"/en/team/startups/{make_startup().id}").text

    assert "No figure yet." in page
    assert "No round, loan or grant yet." in page


def test_the_page_costs_the_same_for_any_number_of_figures(sign_in, staff, count_statements):
    startup, counts = make_startup(), []
    client = sign_in(staff)
    for measure in (Measure.JOBS, Measure.TURNOVER):
        make_figure(startup, measure)
        make_funding(startup)
        client.get(f"/en/team/startups/{startup.id}")
        with count_statements() as statements:
            client.get(f"/en/team/startups/{startup.id}")
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_what_the_startup_wrote_and_what_looks_odd_is_in_view(sign_in, staff):
    filling = Filling()
    filling.save(active="yes", jobs="4", jobs_women="9", raised="yes", raised_amount=["", "=na"], comment="Deux tours")
    filling.send()

    page = sign_in(staff).get(f"/en/team/startups/{filling.startup.id}").text

    assert "Deux tours" in page
    assert "Round, stage not said: the amount is not available" in page
    assert "9 is more than the whole, 4" in page
