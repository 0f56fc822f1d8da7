"""The board in a browser: the director agrees, freezes and takes the review of 2023 away; a guest reads; axe finds nothing."""

import re

import pytest

pytestmark = pytest.mark.browser
LANGUAGES = ("fr", "ar")
PAGES = (
    "dashboard", "figures", "figures/exporters?period=2025", "figures/startups_supported", "yearly-reviews",
    "yearly-reviews/2024", "yearly-reviews/2025/texts", "targets", "board-links",
)  # fmt: skip


def test_the_director_agrees_freezes_and_downloads_the_review_of_2023(enter, looks_right):
    page = enter("director")
    page.goto("/fr/yearly-reviews/2023")
    assert "plus de 60 MDH" in page.locator("main").inner_text().replace("\u00a0", " ")
    looks_right(page)

    page.click("text=Donner mon accord à ce bilan")
    page.wait_for_selector("text=Deux personnes ont donné leur accord")
    page.click("text=Figer le bilan")
    page.wait_for_selector("text=Le bilan est figé.")
    looks_right(page)

    for language in LANGUAGES:
        page.goto(f"/{language}/yearly-reviews/2023")
        with page.expect_download() as download:
            page.click("main >> text=PDF")
        content = download.value.path().read_bytes()
        assert content.startswith(b"%PDF-")
        assert download.value.suggested_filename.endswith(f"2023-{language}.pdf")
    with page.expect_download() as download:
        page.click("main >> text=XLSX")
    assert download.value.path().read_bytes().startswith(b"PK")


def test_a_board_member_reads_by_a_link(enter, looks_right):
    director = enter("director")
    director.goto("/fr/board-links")
    address = director.locator("input[readonly]").first.input_value()

    guest = enter(size="phone")
    guest.goto(re.sub(r"^https?://[^/]+", "", address))
    looks_right(guest)
    guest.click("text=Bilan 2024")
    looks_right(guest)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_pages_of_the_board_are_accessible(enter, looks_right, language, size):
    page = enter("director", size=size, language=language)
    for path in PAGES:
        page.goto(f"/{language}/{path}")
        looks_right(page)
    page.goto(f"/{language}/impact")
    looks_right(page)


def test_the_team_reads_what_is_to_be_mended(enter, looks_right):
    page = enter("lead")
    page.goto("/fr/data-quality")
    looks_right(page)

    page.locator("#q-amounts").locator("xpath=../..").locator("a").first.click()
    looks_right(page)
