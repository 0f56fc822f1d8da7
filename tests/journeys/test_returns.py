"""A startup answers its return on a phone in Arabic; the team verifies; every page passes axe."""

import re

import pytest
from playwright.sync_api import expect

from app.cli.demo.accounts import FOLLOWED

pytestmark = pytest.mark.browser


def tick(page, name, value):
    page.locator(f"label.choice:has(input[name='{name}'][value='{value}'])").click()


def test_a_startup_answers_on_a_phone_in_arabic_and_the_team_verifies(enter, looks_right):
    page = enter(FOLLOWED[1], size="phone", language="ar")
    page.goto("/ar/applications")
    looks_right(page)
    page.locator("a[href*='/returns/']").first.click()
    page.wait_for_url(re.compile(r"/ar/returns/[0-9a-f-]{36}/company"))
    looks_right(page)
    tick(page, "active", "yes")
    page.fill("#turnover", "١٫٣٦ مليون درهم")
    expect(page.locator("#turnover-r")).to_contain_text("1\u202f360\u202f000", timeout=8000)
    tick(page, "turnover_abroad", "=na")
    page.fill("#jobs", "12")
    page.locator("main form button.btn").first.click()

    page.wait_for_url(re.compile(r"/growth"))
    looks_right(page)
    page.locator("main form button.btn").first.click()

    page.wait_for_url(re.compile(r"/money"))
    looks_right(page)
    tick(page, "raised", "no")
    page.locator("main form button.btn").first.click()

    page.wait_for_url(re.compile(r"/check"))
    looks_right(page)
    expect(page.locator("main")).to_contain_text("1\u202f360\u202f000")
    page.locator("main form button.btn").first.click()
    page.wait_for_url(re.compile(r"/ar/returns/[0-9a-f-]{36}$"))
    looks_right(page)
    startup = page.locator(".confirm bdi").first.inner_text()

    team = enter("lead")
    team.goto(f"/fr/team/startups?q={startup}")
    looks_right(team)
    team.locator("tbody th a").first.click()
    looks_right(team)
    line = team.locator("section[aria-labelledby=figures] table").first.locator("tr").nth(2)
    expect(line).to_contain_text("1,36")
    line.locator("form button").click()
    expect(team.locator(".flash")).to_be_visible()


def test_the_team_notes_a_figure_without_script(enter):
    page = enter("staff", javascript=False)
    page.goto("/fr/team/startups")
    page.locator("tbody th a").first.click()
    page.locator("a[href$='/figures/new']").click()
    page.fill("#value", "1,36 MDH")
    page.fill("#year", "2023")
    page.fill("#source", "Bilan 2023")
    page.locator("main form button.btn").first.click()
    expect(page.locator(".figure-read")).to_contain_text("360")

    page.locator("main form button[value=change]").click()
    expect(page.locator("#value")).to_have_value("1,36 MDH")
    page.locator("main form button.btn").first.click()
    page.locator("main form button[value=save]").click()

    expect(page.locator("main")).to_contain_text("Bilan 2023")
