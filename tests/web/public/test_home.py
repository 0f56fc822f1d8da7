"""Home and the pages everybody needs: their words, their cost."""

import pytest

from tests.factories import form_version, make_call


def test_home_names_the_open_call_and_its_deadline(client):
    call = make_call()

    page = client.get("/fr/")

    assert page.status_code == 200
    assert call.title["fr"] in page.text
    assert f"/fr/calls/{call.key}/apply" in page.text


def test_home_without_a_call_leads_to_the_programmes(client):
    page = client.get("/en/")

    assert "No call is open now" in page.text
    assert 'href="/en/programmes"' in page.text


@pytest.mark.parametrize("path", ["", "help", "accessibility", "privacy", "programmes", "sites", "calls"])
def test_public_pages_cost_at_most_two_statements(client, count_statements, path):
    make_call(openings=3)

    with count_statements() as statements:
        assert client.get(f"/ar/{path}").status_code == 200

    assert len(statements) <= 2


def test_privacy_fills_the_placeholders_of_the_notice(client):
    make_call(retention_months=24)
    form_version()

    page = client.get("/en/privacy")

    assert "kept for 24 months" in page.text
    assert "{" not in page.text
