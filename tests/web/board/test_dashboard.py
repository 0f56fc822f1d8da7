"""The dashboard: read from the daily count, small groups hidden from those who read aggregates, one statement."""

import csv
import io
import uuid
from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cli.catalogue import seed_catalogue
from app.core import audit, jobs
from app.core.clock import MOROCCO, today
from app.core.db import db
from app.core.jobs import Job
from app.programmes.models import Target
from app.reports.models import DashboardSnapshot
from tests.factories import make_application, make_call, make_person, save

YEAR = today().year


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.STAFF])
def test_other_roles_may_not_enter(sign_in, role):
    assert sign_in(make_person(role)).get("/fr/dashboard").status_code == 403
    assert sign_in(make_person(role)).get("/fr/dashboard.csv").status_code == 403


def test_before_the_first_count_it_says_what_to_do(director):
    page = director.get("/en/dashboard")

    assert page.status_code == 200
    assert "Nothing is counted for this filter yet" in page.text
    assert director.get("/en/dashboard.csv").status_code == 404


def test_a_director_sees_aggregates_and_no_way_to_a_file(director, count):
    application = make_application()
    count()

    page = director.get("/en/dashboard").text

    assert application.reference not in page
    assert "Atlas Grid" not in page
    assert "/team/" not in page


def test_every_figure_has_its_definition(director, count):
    make_application()
    count()

    page = director.get("/en/dashboard").text

    assert "Files sent in the period, withdrawn ones included." in page
    assert "Nothing is estimated." in page
    assert "OpenStreetMap" in page
    assert "/en/figures/funds_raised" in page


def test_few_files_are_not_shown_to_the_director_but_to_the_lead(director, lead, count):
    call = make_call()
    for _ in range(3):
        make_application(call=call, run_jobs=False)
    count()

    small, whole = (client.get("/en/dashboard").text for client in (director, lead))

    assert "not shown: small group" in small
    assert '<span class="stat__n"><bdi>3</bdi></span>' not in small
    assert '<span class="stat__n"><bdi>3</bdi></span>' in whole


def test_a_site_and_a_programme_narrow_the_figures(lead, world, count):
    world.supported(6)
    world.supported(7, site=world.agadir, programme=world.develop)
    count()

    def supported(query=""):
        page = lead.get(f"/en/dashboard{query}").text
        return [number for number in (6, 7, 13) if f'<span class="stat__n"><bdi>{number}</bdi></span>' in page]

    assert supported() == [13]
    assert supported("?site=casa") == [6]
    assert supported("?programme=develop") == [7]
    assert supported("?site=agadir&programme=develop") == [7]
    assert supported("?period=2025") == [13]


def test_an_unknown_filter_is_an_empty_page(lead, count):
    count()

    assert "Nothing is counted for this filter yet" in lead.get("/en/dashboard?site=nowhere&period=abc").text


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_any_number_of_rows(director, world, count, count_statements, number):
    world.supported(number)
    count()
    director.get("/fr/dashboard")

    with count_statements() as statements:
        director.get("/fr/dashboard")

    assert len(statements) == 2  # the person, and the count


def test_counting_again_is_ordered_and_replaces(director, world, count):
    count()
    before = db.session.scalar(sa.select(sa.func.count()).select_from(DashboardSnapshot))
    world.supported(6)

    answer = director.send("/fr/dashboard/count", page="/fr/dashboard")
    jobs.run_all()

    rows = {row.key: row for row in db.session.scalars(sa.select(DashboardSnapshot))}
    assert answer.status_code == 303
    assert rows["last12|all"].content["tiles"]["startups_supported"]["now"]["value"] == 6
    assert len(rows) >= before
    timers = db.session.scalars(sa.select(Job).where(Job.kind == "dashboard.count", Job.state == "queued")).all()
    assert len(timers) == 1


def test_the_download_has_figures_with_definitions_and_leaves_a_trace(director, count):
    make_application()
    count()

    text = director.get("/en/dashboard.csv").text

    assert text.startswith("\ufeffFigure,Part,Value,Of,Unit,Definition\r\n")
    assert "Applications sent,,not shown: small group," in text
    event = db.session.scalars(sa.select(audit.AuditEvent).where(audit.AuditEvent.action == "figures.export")).one()
    assert event.action == "figures.export"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_it_reads_in_each_language(director, world, count, language):
    world.supported(6)
    count()

    assert director.get(f"/{language}/dashboard").status_code == 200


def test_neither_months_nor_funnel_give_a_small_group_away(director, lead, count):
    call = make_call()
    for _ in range(3):
        make_application(call=call, run_jobs=False)
    count()

    small, whole = (client.get("/en/dashboard").text for client in (director, lead))

    assert '<td class="num">3</td>' in whole
    assert '<td class="num">3</td>' not in small
    assert "<strong>3</strong>" in whole
    assert "<strong>3</strong>" not in small
    assert ",3," not in director.get("/en/dashboard.csv").text


def test_one_count_is_ordered_at_a_time(director, count):
    count()

    for _ in range(3):
        director.send("/fr/dashboard/count", page="/fr/dashboard")

    waiting = db.session.scalars(sa.select(Job).where(Job.kind == "dashboard.count", Job.state == "queued")).all()
    assert len(waiting) == 2  # the one that was ordered, and tomorrow's


def test_a_new_installation_counts_by_itself():
    seed_catalogue()

    timer = db.session.scalars(sa.select(Job).where(Job.kind == "dashboard.count", Job.state == "queued")).one()
    assert timer.run_at.astimezone(MOROCCO).hour == 5


def test_every_part_leads_to_its_definition(lead, world, count):
    make_application()
    world.supported(6, first=today())
    count()

    page = lead.get("/en/dashboard?site=casa").text
    whole = lead.get("/en/dashboard").text

    assert "/en/figures/startups_supported?site=casa" in page
    assert "/en/figures/completion_rate?site=casa&amp;programme=start" in page or (
        "/en/figures/completion_rate?programme=start&amp;site=casa" in page
    )
    assert "/en/figures/applications?region=" in whole
    assert "/en/figures/applications#by-sector" in whole
    assert "/en/figures/admission_rate" in whole


def test_a_region_narrows_an_indicator_and_stays_chosen(lead, world):
    world.supported(6, first=today())
    world.supported(7, first=today(), site=world.agadir)

    page = lead.get("/en/figures/startups_supported?region=MA-09").text

    assert '<p class="figure"><bdi>7</bdi></p>' in page
    assert "/en/figures/startups_supported.csv?region=MA-09" in page


def test_the_download_holds_plain_numbers_with_units(lead, world, count):
    (one, *_others) = world.supported(6, first=today())
    world.stay(one, today())
    save(Target(id=uuid.uuid4(), indicator="startups_supported", year=YEAR + 2, value=500, source="Feuille"))
    count()

    rows = list(csv.DictReader(io.StringIO(lead.get("/en/dashboard.csv").text.lstrip("\ufeff"))))

    assert all(row["Definition"] for row in rows)
    assert all(row["Value"].isdecimal() or row["Value"] == "" for row in rows)
    found = {(row["Figure"], row["Part"]): (row["Value"], row["Of"], row["Unit"]) for row in rows}
    assert found["Startups supported", ""] == ("6", "", "Count")
    assert found["Participations under way", world.start.name["en"]] == ("6", "", "Count")
    assert found["Target: Startups supported", str(YEAR + 2)] == ("500", "", "Count")
    assert found["Startups supported", str(YEAR)] == ("6", "", "Count")
    assert found["Waiting", world.casa.name["en"]] == ("0", "", "Count")


def test_years_with_stays_or_frozen_figures_can_be_chosen(director, world, count):
    world.stay(world.startup(), date(YEAR - 3, 5, 1))
    count()

    page = director.get("/en/dashboard").text

    assert f'<option value="{YEAR - 3}">' in page
    assert f'<option value="{YEAR - 4}">' not in page


def test_a_choice_that_is_never_counted_is_not_told_to_count_again(lead, count):
    count()

    page = lead.get("/en/dashboard?period=2027").text

    assert '<option value="2027" selected>' in page
    assert "Choose another filter." in page
    assert "Press “Count again”" not in page
    assert lead.get("/en/figures/jobs?period=2099").status_code == 404


def test_the_roadmap_is_drawn_by_year_with_what_is_promised(director, world, count):
    world.supported(6, first=date(YEAR, 1, 1))
    for number, value in ((YEAR - 3, 70), (YEAR, 1360)):
        save(Target(id=uuid.uuid4(), indicator="beneficiaries", year=number, value=value, source="Feuille"))
    count()

    page = director.get("/en/dashboard").text

    assert 'id="roadmap-beneficiaries-t"' in page
    assert page.count("s-goal") == 2
    assert '<dt class="num">' + str(YEAR - 3) + '</dt><dd class="num"><bdi>–</bdi></dd>' in page


def test_an_unknown_value_of_the_roadmap_is_not_a_zero(director, count):
    save(Target(id=uuid.uuid4(), indicator="exporters", year=YEAR + 1, value=50, source="Feuille"))
    count()

    page = director.get("/en/dashboard").text

    assert '<strong class="stat__n"><bdi>–</bdi></strong> <span class="soft sm">of 50% by the end of' in page
