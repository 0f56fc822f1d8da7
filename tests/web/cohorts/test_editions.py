"""Editions: list, create, change, admit."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.models import Application
from app.applications.states import Stage
from app.cohorts.models import Edition, Participation
from app.core.clock import today
from app.core.db import db, transaction
from app.decisions.services.answer_offer import confirm_offer
from app.programmes.models import Opening, Programme, Site
from app.reviews.models import ConflictKind, ConflictOfInterest
from tests.factories import grant, make_call, make_person, make_programme, make_site, save
from tests.services.cohorts.rows import make_edition, make_participation, make_startup
from tests.services.decisions.desk import Desk

LIST = "/en/team/editions"


def rows(text):
    return re.findall(r'<th scope="row"><a href="[^"]*">(?:<bdi>)?([^<]+)<', text)


def test_editions_are_filtered_by_programme_site_and_time(desk):
    now = today()
    programme, site = make_programme(), make_site()
    make_edition(programme=programme, site=site, name="running one")
    make_edition(programme=programme, starts_on=now + timedelta(days=1), name="coming one")
    make_edition(site=site, starts_on=now - timedelta(days=9), ends_on=now - timedelta(days=1), name="past one")

    def shown(**asked):
        text = desk.get(LIST, query_string=asked).text
        return {name for name in ("running one", "coming one", "past one") if name in text}

    assert shown() == {"running one", "coming one", "past one"}
    assert shown(when="running") == shown(programme=programme.key, site=site.key) == {"running one"}
    assert shown(when="coming") == {"coming one"}
    assert shown(when="past") == {"past one"}
    assert shown(when="x") == {"running one", "coming one", "past one"}
    assert "No edition matches these filters" in desk.get(f"{LIST}?site=nowhere").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(desk, count_statements, count):
    for _ in range(count):
        make_participation()

    with count_statements() as statements:
        page = desk.get(LIST)

    assert len(rows(page.text)) == count
    assert len(statements) == 4


def test_pages_follow_each_other(desk):
    for number in range(51):
        make_edition(starts_on=today() - timedelta(days=number), name=f"no {number}")

    first = desk.get(LIST).text
    after = re.search(r'href="([^"]*cursor=[^"]*)" rel="next"', first)[1]
    second = desk.get(after.replace("&amp;", "&")).text

    assert (len(rows(first)), len(rows(second))) == (50, 1)
    assert "no 50" in second


def test_an_edition_is_created_once(desk):
    programme, site = make_programme(), make_site()
    typed = {
        "programme": str(programme.id), "site": str(site.id), "starts_on": "01/03/2026", "ends_on": "31/08/2026",
        "name": "Printemps",
    }  # fmt: skip

    made = desk.send(f"{LIST}/new", typed)
    again = desk.send(f"{LIST}/new", typed)

    edition = db.session.scalars(sa.select(Edition)).one()
    assert (made.status_code, made.location) == (303, f"{LIST}/{edition.id}")
    assert again.status_code == 422
    assert "already has an edition at this site" in again.text
    assert 'value="Printemps"' in again.text
    assert "Printemps" in desk.get(made.location).text


def test_a_second_click_creates_one_edition(desk):
    made = re.search(r'name="made" type="hidden" value="([^"]+)"', desk.get(f"{LIST}/new").text)[1]
    typed = {
        "made": made, "programme": str(make_programme().id), "site": str(make_site().id), "starts_on": "01/03/2026",
        "ends_on": "31/08/2026",
    }  # fmt: skip

    answers = [desk.send(f"{LIST}/new", typed) for _ in range(2)]

    assert [answer.location for answer in answers] == [f"{LIST}/{made}"] * 2


def test_a_form_with_slips_names_each_field(desk):
    page = desk.send(f"{LIST}/new", {"starts_on": "31/02/2026", "programme": "x"})

    assert page.status_code == 422
    for field in ("programme", "site", "starts_on", "ends_on"):
        assert f'href="#{field}"' in page.text
    assert 'value="31/02/2026"' in page.text


def test_dates_are_changed(desk):
    edition = make_edition()

    refused = desk.send(f"{LIST}/{edition.id}/edit", {"starts_on": "01/03/2026", "ends_on": "01/03/2026"})
    saved = desk.send(
        f"{LIST}/{edition.id}/edit", {"starts_on": "01/03/2026", "ends_on": "02/03/2026", "name": "Court"}
    )

    assert (refused.status_code, saved.status_code) == (422, 303)
    assert "Court" in desk.get(f"{LIST}/{edition.id}").text


def test_dates_that_leave_somebody_out_are_refused_with_how_many(desk):
    edition = make_edition()
    make_participation(edition)

    page = desk.send(f"{LIST}/{edition.id}/edit", {"starts_on": "01/03/2030", "ends_on": "31/08/2030"})

    assert page.status_code == 422
    assert 'href="#starts_on"' in page.text
    assert "Startups that take part from a day outside these dates: 1." in page.text


@pytest.fixture
def arrivals(desk):
    """An edition, and two startups that confirmed its place."""
    world = Desk(make_call(openings=1, seats=3))
    opening = db.session.get(Opening, world.openings[0].id)
    files = []
    for _ in range(2):
        file = world.file()
        world.decide(file)
        world.publish()
        with transaction():
            confirm_offer(application_id=file.id, actor=world.owner)
        files.append(file)
    edition = make_edition(
        programme=db.session.get(Programme, opening.programme_id), site=db.session.get(Site, opening.site_id)
    )
    return edition, files


def test_several_confirmed_startups_are_admitted_at_once(desk, arrivals):
    edition, files = arrivals
    page = f"{LIST}/{edition.id}"
    before = desk.get(page).text
    names = [db.session.get(Application, file.id).reference for file in files]

    answer = desk.send(
        f"{page}/admit", {"application": [str(file.id) for file in files], "starts_on": today().strftime("%d/%m/%Y")},
        page=page,
    )  # fmt: skip

    after = desk.get(page).text
    assert answer.status_code == 303
    assert "2 startups are admitted." in after
    assert all(name in before for name in names)
    assert "Confirmed, not yet in an edition" not in after
    assert {db.session.get(Application, file.id).stage for file in files} == {Stage.ONBOARDED}


def test_without_a_tick_or_a_day_the_page_comes_back_as_it_was(desk, arrivals):
    edition, files = arrivals
    page = f"{LIST}/{edition.id}"

    none = desk.send(f"{page}/admit", {"starts_on": "01/01/2026"}, page=page)
    no_day = desk.send(f"{page}/admit", {"application": str(files[0].id), "starts_on": "demain"}, page=page)

    assert (none.status_code, no_day.status_code) == (422, 422)
    assert "Tick at least one startup." in none.text
    assert f'value="{files[0].id}" checked' in no_day.text
    assert 'value="demain"' in no_day.text


@pytest.mark.parametrize("count", [1, 3])
def test_a_cohort_costs_the_same_for_any_number(desk, count_statements, count):
    edition = make_edition()
    for _ in range(count):
        make_participation(edition)

    with count_statements() as statements:
        page = desk.get(f"{LIST}/{edition.id}")

    assert len(rows(page.text)) == count
    assert len(statements) == 4


def test_a_startup_without_an_application_is_admitted_from_a_day(desk):
    edition, startup = make_edition(), make_startup(False, name="Souss Energie")
    page = f"{LIST}/{edition.id}/admit/{startup.id}"

    refused = desk.send(page, {"starts_on": "01/01/2030"})
    answer = desk.send(page, {"starts_on": edition.starts_on.strftime("%d/%m/%Y")})
    twice = desk.send(page, {"starts_on": edition.starts_on.strftime("%d/%m/%Y")})

    assert (refused.status_code, answer.status_code, twice.status_code) == (422, 303, 422)
    assert "The edition lasts from" in refused.text
    assert "Souss Energie" in desk.get(f"{LIST}/{edition.id}").text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Participation)) == 1


def test_somebody_of_one_site_sees_and_runs_that_site_only(sign_in):
    site, edition = make_site(), make_edition(name="elsewhere")
    mine = make_edition(site=site, name="mine")
    client = sign_in(grant(make_person(), Role.STAFF, site_id=site.id))

    text = client.get(LIST).text

    assert ("mine" in text, "elsewhere" in text) == (True, False)
    assert client.get(f"{LIST}/{edition.id}").status_code == 404
    assert client.get(f"{LIST}/{mine.id}").status_code == 200


def test_somebody_of_one_call_reads_no_page_of_a_site(sign_in):
    edition = make_edition(name="elsewhere")
    client = sign_in(grant(make_person(), Role.STAFF, call_id=make_call().id))

    assert client.get(f"{LIST}/{edition.id}").status_code == 404
    assert "elsewhere" not in client.get(LIST).text


def test_nobody_sees_a_startup_they_are_related_to(desk, staff):
    edition, startup = make_edition(), make_startup(name="Ma Startup")
    participation = make_participation(edition, startup)
    save(ConflictOfInterest(person_id=staff.id, startup_id=startup.id, kind=ConflictKind.DECLARED))

    page = desk.get(f"{LIST}/{edition.id}")

    assert "Ma Startup" not in page.text
    assert desk.get(f"/en/team/participations/{participation.id}").status_code == 404
    assert desk.get(f"{LIST}/{edition.id}/admit/{startup.id}").status_code == 404


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.DIRECTOR])
def test_nobody_else_enters(sign_in, role):
    assert sign_in(make_person(role)).get(LIST).status_code == 403
