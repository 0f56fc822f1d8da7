"""The page of outcomes for the matcher."""

import pytest

from app.accounts.roles import Role
from tests.factories import make_person
from tests.queries.decisions.test_results import decided, figure


@pytest.fixture
def admin(sign_in):
    return sign_in(make_person(Role.ADMIN))


@pytest.mark.parametrize("role", [Role.LEAD, Role.STAFF, Role.APPLICANT])
def test_only_administrators_enter(sign_in, role):
    assert sign_in(make_person(role)).get("/en/admin/matcher/outcomes").status_code == 403


def test_it_says_which_outcomes_count_and_why_others_do_not(admin):
    figure(decided())
    figure(decided(), verified=False)

    page = admin.get("/en/admin/matcher/outcomes").text
    narrowed = admin.get("/en/admin/matcher/outcomes?verdict=not_verified").text

    assert page.count("Atlas Grid") == 2
    assert "Counts in the next training" in page
    assert narrowed.count("Atlas Grid") == 1


def test_an_empty_installation_gives_a_page(admin):
    assert "No outcome is recorded yet." in admin.get("/en/admin/matcher/outcomes?verdict=xx").text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number(admin, count_statements, number):
    for _ in range(number):
        figure(decided())

    with count_statements() as statements:
        admin.get("/en/admin/matcher/outcomes")

    assert len(statements) == 6
