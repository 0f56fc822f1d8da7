"""From the home page to the receipt: in French, in Arabic, without JavaScript, and through a power cut."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import founder

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "size", "javascript"),
    [("fr", "phone", True), ("fr", "desk", True), ("ar", "phone", True), ("ar", "desk", True), ("fr", "phone", False)],
)
def test_apply_from_the_home_page_to_the_receipt(enter, looks_right, language, size, javascript):
    check = looks_right if javascript else (lambda page: None)
    page = enter(size=size, javascript=javascript)
    email = f"{language}-{size}-{'js' if javascript else 'plain'}@journey.example"
    page.goto(f"/{language}/")
    check(page)
    page.locator("main a.btn").first.click()
    page.wait_for_url(re.compile("/login|/apply"))
    check(page)
    founder.sign_up(page, email, language)
    check(page)
    founder.follow_mail(page, email)
    page.wait_for_url(re.compile("/apply"))
    check(page)
    page.fill("main [name=name]", "Zitouna Capteurs")
    page.locator("main form button.btn").first.click()
    page.wait_for_url(re.compile("/applications/"))
    check(page)
    application = re.search(r"/applications/([0-9a-f-]{36})", page.url)[1]

    page.goto(f"/{language}/applications/{application}/form/you")
    assert founder.answer_all(page, check) <= 10
    page.goto(f"/{language}/applications/{application}/fit")
    check(page)
    expect(page.locator(".score__n").first).to_contain_text(re.compile(r"\d"))
    page.locator("[name=choice_1]").select_option(index=1)
    page.locator("#choose form button").click()
    page.wait_for_url(re.compile(r"/applications/"))
    page.goto(f"/{language}/applications/{application}/check")
    check(page)
    page.check("[name=declared]")
    page.check("[name=consented]")
    page.locator("main form[method=post] button.btn").last.click()
    page.wait_for_url(re.compile("/sent"))

    check(page)
    reference = page.locator(".confirm .num").inner_text().strip()
    assert re.fullmatch(r"WJ-\d{4}-[0-9A-Z]{5}-[0-9A-Z]", reference)
    page.goto(f"/{language}/applications/{application}")
    check(page)
    page.goto(f"/{language}/applications/{application}/copy")
    expect(page.locator("body")).to_contain_text(reference)
    expect(page.locator("body")).to_contain_text(founder.ANSWERS["problem"])


def test_what_was_typed_survives_a_killed_server(enter, server):
    page = enter("applicant", size="phone")
    page.goto("/fr/applications")
    page.locator("a[href*='/applications/']").first.click()
    application = re.search(r"/applications/([0-9a-f-]{36})", page.url)[1]
    address = f"/fr/applications/{application}/form/problem_and_solution"
    page.goto(address)
    page.fill("[name=innovation]", "Écrit avant la panne.")
    expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"\d"), timeout=8000)
    page.wait_for_timeout(1500)

    server.kill()
    page.fill("[name=innovation]", "Écrit avant la panne. Écrit pendant la panne.")
    page.wait_for_timeout(2500)
    server.start()
    page.wait_for_timeout(6000)
    page.goto(address)
    page.wait_for_timeout(2500)
    again = enter("applicant")
    again.goto(address)

    expect(again.locator("[name=innovation]")).to_have_value("Écrit avant la panne. Écrit pendant la panne.")
