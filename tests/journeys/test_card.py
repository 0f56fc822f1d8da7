"""Read a card in Arabic and in French, ask why not another place, print it, and say that it is wrong."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def _card(page, language):
    """The address of the card of a sent file of the demonstration's applicant."""
    page.goto(f"/{language}/applications")
    links = page.locator("main a[href*='/applications/']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    for link in dict.fromkeys(links):
        found = re.match(rf"/{language}/applications/[0-9a-f-]{{36}}", link)
        if found:
            page.goto(f"{found[0]}/fit")
            if page.locator("#wrong form").count():
                return page.url
    raise AssertionError("no sent file")


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("ar", "desk"), ("fr", "phone"), ("fr", "desk")])
def test_a_card_is_read_and_every_place_answers_why(enter, looks_right, language, size):
    page = enter("applicant", size=size, language=language)
    _card(page, language)
    looks_right(page)
    fit = page.locator(".score__n").first.inner_text()

    page.locator("#place").select_option(index=2)
    page.locator("form:has(#place) button").click()
    page.wait_for_url(re.compile(r"/fit/[0-9a-f-]{36}$"))

    looks_right(page)
    expect(page.locator("main")).to_contain_text(re.search(r"\d+", fit)[0])
    assert page.locator(".why li").count() >= 2


def test_the_card_prints_on_one_page(enter):
    page = enter("applicant")
    _card(page, "fr")

    printed = page.pdf(format="A4")

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    expect(page.locator(".card-print")).to_be_visible()
    expect(page.locator(".print-only").first).to_be_visible()
    for hidden in ("header.top", "#wrong", "#choose", "footer", "h1"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_a_remark_is_sent_without_javascript_answered_by_the_lead_and_read_on_the_card(enter, looks_right):
    plain = enter("applicant", javascript=False)
    card = _card(plain, "fr")
    plain.locator("#wrong button").click()
    expect(plain.locator(".errsum")).to_be_visible()
    plain.fill("#text", "Nous vendons déjà à l’étranger.")
    plain.locator("main form:has(#text) button").click()
    plain.wait_for_url(re.compile("/fit"))
    assert plain.locator("#text").input_value() == "Nous vendons déjà à l’étranger."

    lead = enter("lead")
    lead.goto("/fr/team/feedback")
    looks_right(lead)
    remark = lead.locator("article", has_text="Nous vendons déjà")
    remark.locator("input[value=no]").check()
    remark.locator("textarea").fill("Vos ventes sont comptées ; le lieu pèse plus ici.")
    remark.locator("button").click()
    lead.goto("/fr/team/feedback?show=answered")
    looks_right(lead)

    page = enter("applicant")
    page.goto(card)
    looks_right(page)
    expect(page.locator("#wrong")).to_contain_text("le lieu pèse plus ici")
    assert page.locator("#wrong form").count() == 0
