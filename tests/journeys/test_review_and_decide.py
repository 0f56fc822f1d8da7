"""A reviewer scores by keyboard, a lead decides and publishes, the founder confirms; every page passes axe."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CALL = "printemps-2026"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_reviewer_scores_a_file(enter, looks_right, size):
    page = enter("reviewer", size=size)
    page.goto("/fr/reviews")
    looks_right(page)
    page.locator("ul.queue a").first.click()
    page.wait_for_url(re.compile(r"/reviews/[0-9a-f-]{36}"))
    looks_right(page)
    first = page.url
    for group in page.locator("form#rubric fieldset").all():
        group.locator("label:has(input[value='4'])").click()
    page.fill("[name=comment]", "Lu jusqu’au bout.")
    expect(page.locator("[data-status]")).to_contain_text(re.compile(r"\d"), timeout=8000)
    assert page.locator("[data-total]").inner_text().startswith("4")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != first)

    page.goto(first)
    expect(page.locator("[name=comment]")).to_have_value("Lu jusqu’au bout.")
    looks_right(page)


def test_a_declared_conflict_ends_access(enter, looks_right):
    page = enter("reviewer")
    page.goto("/fr/reviews")
    page.locator("ul.queue a").last.click()
    page.wait_for_url(re.compile(r"/reviews/[0-9a-f-]{36}"))
    address = page.url
    page.goto(address + "/conflict")
    looks_right(page)
    page.locator("main textarea").fill("Nous avons travaillé ensemble.")
    page.locator("main form button.btn").first.click()
    page.wait_for_url(lambda url: "/conflict" not in url)

    assert page.goto(address).status == 404


def test_decide_publish_and_confirm(enter, looks_right):
    lead = enter("lead")
    lead.goto(f"/fr/team/calls/{CALL}/applications?q=Atlas+Grid")
    looks_right(lead)
    lead.locator("main table a", has_text="Atlas Grid").first.click()
    lead.wait_for_url(re.compile("/team/applications/"))
    looks_right(lead)
    founder_page = enter("applicant", size="phone")
    founder_page.goto("/fr/applications")
    founder_page.locator("main a", has_text="Atlas Grid").first.click()
    before = founder_page.locator("main").inner_text()

    lead.locator("form.decide [name=kind][value=accept]").check()
    lead.locator("form.decide [name=opening]").select_option(index=1)
    lead.locator("form.decide button").first.click()
    lead.wait_for_load_state()
    founder_page.reload()
    assert founder_page.locator("main").inner_text() == before

    lead.goto(f"/fr/team/calls/{CALL}/decisions")
    looks_right(lead)
    lead.locator("form[action*='batch'] button.btn").first.click()
    lead.wait_for_url(re.compile("/team/batches/"))
    looks_right(lead)
    total = re.search(r"\d+", lead.locator("main form [name=number]").get_attribute("placeholder") or "")
    rows = lead.locator("main table tbody tr").count()
    lead.fill("[name=number]", total[0] if total else str(rows))
    lead.locator("main form button.btn").first.click()
    lead.wait_for_timeout(3000)
    lead.reload()
    looks_right(lead)

    for _ in range(20):
        founder_page.reload()
        if founder_page.locator("form[action*='/offer/confirm'], form[action*='/confirm']").count():
            break
        founder_page.wait_for_timeout(500)
    looks_right(founder_page)
    founder_page.locator("form[action*='/confirm'] button").first.click()
    founder_page.wait_for_load_state()
    looks_right(founder_page)
    assert founder_page.locator("form[action*='/offer/']").count() == 0


TEAM_PAGES = (
    "/team", "/team/outbox", f"/team/calls/{CALL}/decisions", f"/team/calls/{CALL}/seats",
    "/team/calls/automne-2026/applications", "/dashboard",
)  # fmt: skip
ADMIN_PAGES = (
    "/admin", "/admin/programmes", "/admin/sites", "/admin/calls", "/admin/people", "/admin/jobs", "/admin/audit",
    "/admin/matcher/versions", "/admin/matcher/versions/1", "/admin/matcher/data", "/admin/calls/new", "/admin/programmes/start",
)  # fmt: skip
PUBLIC_PAGES = (
    "/",
    "/programmes",
    "/programmes/start",
    "/sites",
    "/calls",
    "/help",
    "/accessibility",
    "/privacy",
    "/nowhere",
)


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize(
    ("role", "pages"),
    [("", PUBLIC_PAGES), ("lead", TEAM_PAGES), ("admin", ADMIN_PAGES), ("director", ("/dashboard",)),
     ("applicant", ("/applications", "/account"))],
    ids=["public", "lead", "admin", "director", "applicant"],
)  # fmt: skip
def test_pages_are_right_in_both_directions(enter, looks_right, language, size, role, pages):
    page = enter(role, size=size, language=language)
    for path in pages:
        page.goto(f"/{language}{path}")
        looks_right(page)


def test_the_narrowest_phone_never_scrolls_sideways(enter, looks_right):
    page = enter("applicant")
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/fr/", "/ar/sites", "/fr/applications", "/ar/applications"):
        page.goto(path)
        looks_right(page)
