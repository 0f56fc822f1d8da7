"""What a founder does: sign up, answer page after page, choose, send."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

ANSWERS = {
    "applicant_role": "cofounder", "phone": "06 12 34 56 78", "home_region": "MA-09", "home_city": "Taroudant",
    "team_size": "3", "full_time": "2", "skills": ["technical", "business"],
    "sector": "agritech", "company_status": "not_created",
    "pitch": "Des capteurs qui disent quand irriguer.",
    "problem": "Dans le Souss, les agriculteurs pompent trop, au mauvais moment, et la nappe baisse.",
    "solution": "Un boîtier mesure le sol et la nappe. Un message dit quand ouvrir la vanne, et combien de temps.",
    "stage": "prototype", "customers": "2", "revenue_12m": "1.360", "export": "none",
    "needs": ["mentoring", "field_trials"], "presence": "hybrid", "start": "three_months",
}  # fmt: skip


def sign_up(page: Page, email: str, language: str) -> None:
    """From the registration page through the mail's link to a signed-in page."""
    page.goto(f"/{language}/register")
    page.fill("[name=full_name]", "سلمى O’Berrada")
    page.fill("[name=email]", email)
    page.fill("[name=password]", "une phrase assez longue")
    page.click("main form button")
    page.wait_for_url(re.compile("check-mail"))


def follow_mail(page: Page, email: str) -> None:
    """Open the newest mail to this address, follow its link and press its button."""
    mail = page.locator("tr, li", has_text=email).first
    for _ in range(50):  # the worker writes it
        page.goto("/dev/mail")
        if mail.count():
            break
        page.wait_for_timeout(200)
    mail.locator("a").first.click()
    page.locator("main a[href*='/confirm/']").first.click()
    page.locator("main form[action*='/confirm/'] button").click()


def fill(page: Page) -> list[str]:
    """Fill the questions of the page that is open; returns their keys."""
    done = []
    for key, value in ANSWERS.items():
        controls = page.locator(f"main [name={key}]")
        if controls.count() == 0:
            continue
        done.append(key)
        kind = controls.first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                page.locator(f"main [name={key}][value={one}]").check()
        elif kind == "select":
            controls.first.select_option(str(value))
        else:
            controls.first.fill(str(value))
    return done


def answer_all(page: Page, check: Callable[[Page], None] = lambda page: None) -> int:
    """From the first question page to the last; returns how many pages there were."""
    pages = 0
    while "/form/" in page.url:
        check(page)
        fill(page)
        before = page.url
        page.locator("main form[method=post] button.btn").first.click()
        page.wait_for_url(lambda url, before=before: url != before)
        pages += 1
        assert pages < 15, f"the form never ends: {page.url}"
    return pages
