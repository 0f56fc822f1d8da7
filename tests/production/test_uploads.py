"""Uploads through gunicorn."""

import re

import pytest

from app.cli.demo.accounts import ROLES
from tests.servers import Visitor

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def owner(server):
    """Somebody with a draft, and the address of its document page."""
    visitor = Visitor(server, dict(ROLES)["applicant"])
    home = visitor.get("/en/applications").text
    draft = re.search(r"/en/applications/([0-9a-f-]{36})", home)[1]
    return visitor, f"/en/applications/{draft}/document/pitch_deck"


def test_a_file_that_is_far_too_large_is_answered_by_a_page_that_leads_back(owner):
    """A browser that still sends when the answer comes shows nothing but a broken connection."""
    visitor, path = owner

    answer = visitor.send(path, {}, files={"file": ("deck.pdf", PDF + b"x" * 30 * 1024 * 1024)})

    assert answer.status == 413
    assert f'href="{path}"' in answer.text
    assert visitor.get(path).status == 200
