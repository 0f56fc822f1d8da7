"""The queue: who may enter, what it shows, what it costs."""

import pytest

from app.accounts.roles import Role
from tests.factories import make_person


def test_a_stranger_is_sent_to_sign_in(client):
    answer = client.get("/fr/reviews")

    assert answer.status_code == 303
    assert "/login" in answer.location


def test_an_applicant_may_not_enter(sign_in):
    assert sign_in(make_person(Role.APPLICANT)).get("/fr/reviews").status_code == 403


def test_an_empty_queue_says_what_will_appear(sign_in):
    page = sign_in(make_person(Role.REVIEWER)).get("/en/reviews")

    assert "No file to review yet" in page.text


def test_the_first_file_stands_beside_the_queue(sign_in, given):
    reviewer, _call, applications = given(2)

    page = sign_in(reviewer).get("/en/reviews")

    assert page.status_code == 200
    assert page.text.count('<li class="is-on">') == 1
    assert all(application.reference or "" in page.text for application in applications)


@pytest.mark.parametrize("show", ["done", "late"])
def test_a_filter_without_files_leads_back(sign_in, given, show):
    reviewer, *_rest = given()

    assert "See the files to review" in sign_in(reviewer).get(f"/en/reviews?show={show}").text


def test_the_queue_costs_the_same_for_any_number_of_files(sign_in, given, count_statements):
    counts = []
    for size in (1, 3):
        reviewer, *_rest = given(size)
        client = sign_in(reviewer)
        client.get("/fr/reviews")
        with count_statements() as statements:
            client.get("/fr/reviews")
        counts.append(len(statements))

    assert counts[0] == counts[1]
