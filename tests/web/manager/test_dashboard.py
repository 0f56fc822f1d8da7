"""The board's figures: for whom, with which definition, never a file."""

import pytest

from app.accounts.roles import Role
from app.core.db import db
from app.programmes.models import Region
from tests.factories import make_application, make_call, make_person


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.STAFF])
def test_other_roles_may_not_enter(sign_in, role):
    assert sign_in(make_person(role)).get("/fr/dashboard").status_code == 403
    assert sign_in(make_person(role)).get("/fr/dashboard.csv").status_code == 403


def test_a_director_sees_aggregates_and_no_way_to_a_file(sign_in):
    application = make_application()
    client = sign_in(make_person(Role.DIRECTOR))

    page = client.get("/en/dashboard").text

    assert application.reference not in page
    assert "Atlas Grid" not in page
    assert "/team/" not in page
    assert client.get(f"/en/team/applications/{application.id}").status_code == 403


def test_every_figure_has_its_definition(sign_in):
    make_application()

    page = sign_in(make_person(Role.DIRECTOR)).get("/en/dashboard").text

    assert "Files sent in the period, withdrawn ones included." in page
    assert "nothing is estimated" in page
    assert "OpenStreetMap" in page


def test_an_empty_database_gives_a_page(sign_in):
    assert sign_in(make_person(Role.DIRECTOR)).get("/ar/dashboard?year=2025").status_code == 200


def test_a_call_narrows_the_figures(sign_in):
    one, other = make_call(), make_call()
    make_application(call=one)
    make_application(call=one)
    make_application(call=other)
    client = sign_in(make_person(Role.LEAD))

    figure = '<span class="stat__n"><bdi>{}</bdi></span>'

    assert figure.format(3) in client.get("/en/dashboard").text
    assert figure.format(2) in client.get(f"/en/dashboard?call={one.key}").text


def test_the_download_has_figures_with_definitions(sign_in):
    make_application()
    assert db.session.get(Region, "MA-06")

    text = sign_in(make_person(Role.DIRECTOR)).get("/en/dashboard.csv").text

    assert text.startswith("\ufeffFigure,Part,Value,Definition")
    assert "MA-06 en,1," in text


def test_the_page_costs_the_same_for_any_number_of_files(sign_in, count_statements):
    counts = []
    for size in (1, 3):
        call = make_call()
        for _ in range(size):
            make_application(call=call)
        client = sign_in(make_person(Role.DIRECTOR))
        client.get("/fr/dashboard")
        with count_statements() as statements:
            client.get(f"/fr/dashboard?call={call.key}")
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_a_year_too_long_to_read_is_no_year(sign_in):
    client = sign_in(make_person(Role.DIRECTOR))

    assert client.get(f"/en/dashboard?year={'9' * 5000}").status_code == 200
