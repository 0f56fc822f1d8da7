"""The administration: for administrators only, with what needs somebody."""

import pytest

from app.accounts.roles import Role
from tests.factories import make_person

PAGES = ("", "/programmes", "/sites", "/calls", "/people", "/matcher/versions", "/audit", "/jobs")


@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_enter(sign_in, client, client_of, path):
    assert client.get(f"/fr/admin{path}").status_code == 303
    for role in (Role.APPLICANT, Role.LEAD, Role.DIRECTOR):
        assert sign_in(make_person(role)).get(f"/fr/admin{path}").status_code == 403
    assert client_of.get(f"/fr/admin{path}").status_code == 200


def test_a_missing_model_is_said(client_of):
    assert "No model is in service" in client_of.get("/en/admin").text
