"""Files that are too large never travel."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_file_that_is_too_large_is_said_before_it_is_sent(enter, looks_right, tmp_path, language):
    page = enter("applicant", size="phone", language=language)
    page.goto(f"/{language}/applications")
    draft = re.search(r"/applications/([0-9a-f-]{36})", page.content())[1]
    page.goto(f"/{language}/applications/{draft}/document/pitch_deck")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    large, small = tmp_path / "large.pdf", tmp_path / "small.pdf"
    large.write_bytes(b"%PDF-1.4 " + b"x" * 16 * 1024 * 1024)
    small.write_bytes(b"%PDF-1.4 cut")

    page.set_input_files("[name=file]", large)
    expect(page.locator("[data-too-large]")).to_be_visible()
    looks_right(page)
    page.locator("main form[enctype] button.btn").click()
    assert "POST" not in sent

    page.set_input_files("[name=file]", small)
    expect(page.locator("[data-too-large]")).to_be_hidden()
    page.locator("main form[enctype] button.btn").click()
    expect(page.locator("#file-e")).to_be_visible()
