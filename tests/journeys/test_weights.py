"""An administrator changes weights, sees the effect, keeps it, trains with it, compares, and looks back."""

import re

import pytest

pytestmark = pytest.mark.browser


def until(page, selector):
    """Look again, as a person would, until the job has done its work."""
    for _ in range(120):
        if page.locator(selector).count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(f"{selector} never came")


def test_weights_are_tried_kept_trained_and_compared(enter, looks_right):
    page = enter("admin", language="en")
    page.goto("/en/admin/matcher/settings")
    looks_right(page)

    page.fill("#w-sector", "beaucoup")
    page.click("button[name=try]")
    assert page.locator("#w-sector").input_value() == "beaucoup"
    assert page.locator("#w-sector-e").is_visible()
    looks_right(page)

    page.fill("#w-sector", "2,5")
    page.fill("#w-place", "0")
    page.click("button[name=try]")
    page.wait_for_url(re.compile("/settings/trials/"))
    until(page, "#keep")
    assert page.locator("#moves").is_visible()
    looks_right(page)

    page.fill("#name", "Plus de secteur")
    page.click("text=Keep this scenario")
    page.wait_for_selector("h1:has-text('Plus de secteur')")
    page.click("text=Train a candidate with these settings")
    page.wait_for_url(re.compile("/matcher/versions"))
    until(page, "table >> text=Plus de secteur")

    page.goto("/en/admin/matcher/bench")
    looks_right(page)
    page.click("main form button")
    page.wait_for_url(re.compile("/matcher/bench/"))
    until(page, "#figures")
    assert page.locator("svg .s-line").count() >= 4
    looks_right(page)


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
def test_the_audit_pages_look_right(enter, looks_right, language, size):
    page = enter("admin", language=language, size=size)

    for name in ("settings", "settings/scenarios", "bench", "backtests", "fairness", "drift"):
        page.goto(f"/{language}/admin/matcher/{name}")
        looks_right(page)


def test_a_past_call_is_drawn_by_lot_again(enter, looks_right):
    page, drawn = enter("admin", language="en"), []
    for _ in range(2):
        page.goto("/en/admin/matcher/backtests")
        page.select_option("#policy", "lottery")
        page.fill("#seed", "2026")
        page.click("text=Fill it again")
        page.wait_for_url(re.compile("/matcher/backtests/"))
        until(page, "#mix")
        drawn.append(page.locator("dl.stats").inner_text())
    looks_right(page)

    assert drawn[0] == drawn[1]


def test_a_director_reads_fairness_and_nothing_else(enter, looks_right):
    page = enter("director", language="en")
    page.click("nav >> text=Fairness")
    looks_right(page)

    assert page.locator("nav.tabs a").count() == 1
