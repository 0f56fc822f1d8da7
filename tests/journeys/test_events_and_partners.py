"""A stranger registers for an event on a phone in Arabic, comes and is certified; a partner reads its cohorts alone."""

import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.core.clock import MOROCCO, utcnow

pytestmark = pytest.mark.browser
STRANGER = "hiba.tazi@exemple.ma"


def moment(value):
    return value.astimezone(MOROCCO).strftime("%d/%m/%Y %H:%M")


def hold_an_event(team, key):
    """An event that has just begun, with its registration open; returns the address of its page."""
    team.goto("/fr/team/events/new")
    team.fill("#key", key)
    for name, text in (("title", "Matinée de l’export"), ("description", "Ouvert à tous.")):
        for language in ("fr", "ar", "en"):
            team.fill(f"[name='{name}-{language}']", text if language == "fr" else f"{text} ({language})")
    team.select_option("#kind", "training")
    team.fill("#starts_at", moment(utcnow() - timedelta(minutes=5)))
    team.fill("#ends_at", moment(utcnow() + timedelta(hours=3)))
    team.fill("#place", "Grande salle")
    team.locator("main form button.btn").last.click()
    team.wait_for_url(re.compile(r"/team/events/[0-9a-f-]{36}$"))
    team.locator("form[action$='/open'] button").click()
    team.wait_for_selector(".flash")
    return team.url


def mail_to(page, email):
    """The text of the newest mail to this address; a worker writes it a moment later."""
    for _ in range(40):
        page.goto("/dev/mail")
        found = page.locator("tr", has_text=email)
        if found.count():
            found.first.locator("a").first.click()
            return page.locator(".mail-text")
        time.sleep(0.25)
    raise AssertionError(f"no mail to {email}")


def test_a_stranger_registers_on_a_phone_in_arabic_comes_and_takes_the_certificate(enter, looks_right):
    team, phone = enter("staff"), enter(size="phone", language="ar")
    event = hold_an_event(team, "matinee-export")
    looks_right(team)

    phone.goto("/ar/events")
    looks_right(phone)
    phone.locator("a[href$='/events/matinee-export']").click()
    looks_right(phone)
    phone.locator("main form button.btn").click()
    expect(phone.locator("[data-error-summary]")).to_be_visible()
    looks_right(phone)
    phone.fill("#full_name", "هبة التازي")
    phone.fill("#email", STRANGER)
    phone.locator("label.choice:has(#consent)").click()
    phone.locator("main form button.btn").click()
    phone.wait_for_url(re.compile(r"/ar/events/matinee-export/thanks$"))
    looks_right(phone)

    text = mail_to(phone, STRANGER)
    expect(text).to_have_attribute("lang", "ar")
    text.locator("a[href*='/events/r/']").click()
    looks_right(phone)
    own_page = phone.url
    expect(phone.locator(".event-qr")).to_be_visible()
    assert phone.locator("a[href$='/certificate']").count() == 0

    team.goto(f"{event}/attendance")
    looks_right(team)
    team.fill("#code", phone.locator(".event-letters").inner_text())
    team.locator("form[action$='/code'] button").click()
    team.wait_for_url(re.compile(r"/team/events/attend/"))
    expect(team.locator("h1")).to_have_text("هبة التازي")
    looks_right(team)
    team.locator("main form button.btn").click()
    expect(team.locator("main .note--good")).to_contain_text("Présent")

    phone.goto(own_page)
    looks_right(phone)
    with phone.expect_download() as download:
        phone.locator("a[href$='/certificate']").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_somebody_registers_without_script(enter):
    team, page = enter("staff"), enter(language="fr", javascript=False)
    hold_an_event(team, "matinee-sans-script")

    page.goto("/fr/events/matinee-sans-script")
    page.fill("#full_name", "Omar Idrissi")
    page.fill("#email", "omar.idrissi@exemple.ma")
    page.locator("#consent").check()
    page.locator("main form button.btn").click()

    expect(page.locator("h1")).to_have_text("Regardez vos messages")


@pytest.mark.parametrize(("language", "size"), [("fr", "desk"), ("ar", "phone")])
def test_a_partner_reads_its_own_cohorts_alone(enter, looks_right, language, size):
    partner, team = enter("nabila.aitouakrim@pole-digital.example", language=language, size=size), enter("lead")
    team.goto("/fr/team/editions?programme=digitagri")
    own = editions(team)
    team.goto("/fr/team/editions?programme=start")
    foreign = editions(team) - own

    partner.goto(f"/{language}/partner")
    looks_right(partner)
    addresses = [one.get_attribute("href") for one in partner.locator("main .tasks a").all()]
    assert {address.rpartition("/")[2] for address in addresses} == own
    partner.goto(addresses[-1])
    looks_right(partner)
    named = partner.locator("main article h2")
    assert named.count() > 0

    head = addresses[0].rpartition("/")[0]
    assert foreign
    for path in (f"{head}/{sorted(foreign)[0]}", f"/{language}/team/editions/{sorted(foreign)[0]}"):
        answer = partner.goto(path)
        assert answer.status in (403, 404), path
        assert named.count() == 0
    assert partner.goto(f"{head}/{sorted(foreign)[0]}").status == 404
    looks_right(partner)


def editions(page):
    """The ids of the editions in the list that is open."""
    addresses = [one.get_attribute("href") for one in page.locator("main tbody th a").all()]
    return {address.rpartition("/")[2] for address in addresses}
