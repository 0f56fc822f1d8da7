"""The page of outcomes for the matcher."""

import re
from html import unescape

import pytest

from app.accounts.roles import Role
from app.web.matcher import results
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


def test_each_result_says_what_it_is_and_what_it_weighs(admin):
    figure(decided(), measure="active", value=1)
    figure(decided(), measure="turnover", value=120_000)

    page = admin.get("/en/admin/matcher/outcomes").text

    assert "<bdi>Yes</bdi>" in page
    assert "120,000" in page
    assert page.count("weight 1.5") == 2
    assert "Taking part" not in page


def test_every_result_can_be_reached(admin, monkeypatch):
    monkeypatch.setattr(results, "SIZE", 2)
    application = decided()
    for year in range(2024, 2029):
        figure(application, year=year)
    seen, path = [], "/en/admin/matcher/outcomes"
    while path:
        page = admin.get(path).text
        seen.append(re.findall(r'data-label="Day">31/12/(\d{4})', page))
        path = unescape(found[1]) if (found := re.search(r'href="([^"]+)" rel="next"', page)) else ""
    back = unescape(re.search(r'href="([^"]+)" rel="prev"', page)[1])

    assert seen == [["2028", "2027"], ["2026", "2025"], ["2024"]]
    assert re.findall(r'data-label="Day">31/12/(\d{4})', admin.get(back).text) == ["2026", "2025"]


@pytest.mark.parametrize("cursor", ["x", "W10", "W2ZhbHNlLFtdXQ", "9" * 500])
def test_an_edited_cursor_gives_the_first_page(admin, cursor):
    figure(decided())

    assert admin.get(f"/en/admin/matcher/outcomes?page={cursor}").text.count("Atlas Grid") == 1
