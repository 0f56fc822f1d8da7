"""Train a version, have two people put it into service, see the scores follow, go back."""

import re

from app.cli.demo.accounts import SECOND_ADMIN

VERSIONS = "/en/admin/matcher/versions"


def until(page, text, *, tries=60):
    """Refresh as a person would, until the page says it."""
    for _ in range(tries):
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(2000)
        page.reload()
    raise AssertionError(f"{page.url} never said {text}")


def test_two_administrators_and_one_click_back(enter, looks_right):
    one, other = enter("admin", language="en"), enter(SECOND_ADMIN, language="en")
    one.goto(VERSIONS)
    one.fill("[name=note]", "After the spring call")
    one.get_by_role("button", name="Train a version").click()
    one.wait_for_url(re.compile("/versions$"))
    until(one, "After the spring call")
    looks_right(one)

    one.goto(f"{VERSIONS}/2")
    one.fill("[name=note]", "Knows the decisions of spring")
    one.get_by_role("button", name="Propose this version").click()
    one.get_by_text("You proposed this version.").wait_for()
    looks_right(one)

    other.goto(VERSIONS)
    other.get_by_role("link", name="Read and decide").click()
    other.fill("[name=note]", "Seen on the bench")
    other.get_by_role("button", name="Put into service").click()
    until(other, re.compile("^Done"))
    assert re.search(r"(\d+) of \1 applications sent hold scores", other.locator("main").inner_text())
    looks_right(other)

    one.goto(f"{VERSIONS}/2")
    one.get_by_role("button", name="Go back to version 1").click()
    one.wait_for_url(re.compile("/versions/1$"))
    assert one.locator("header .tag").inner_text() == "In service"
    for language in ("fr", "ar"):
        one.goto(f"/{language}/admin/matcher/data")
        looks_right(one)
        one.goto(f"/{language}/admin/matcher/versions/2")
        looks_right(one)
