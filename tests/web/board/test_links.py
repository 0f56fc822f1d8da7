"""Giving and revoking links for board members."""

import re
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core.clock import today
from app.web.board.links import page_words
from tests.factories import make_person


def until(days):
    return (today() + timedelta(days=days)).strftime("%d/%m/%Y")


def give(client, label="Mme Alaoui", days=30):
    return client.send("/en/board-links", data={"label": label, "expires": until(days)}, follow_redirects=True)


def address(text):
    return re.search(r'value="(https?://[^"]+/guest/[^"]+)"', text)[1]


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEAD, Role.REVIEWER])
def test_other_roles_give_none(sign_in, role):
    assert sign_in(make_person(role)).get("/en/board-links").status_code == 403


def test_a_link_is_made_and_opens(director, client):
    page = give(director).text

    path = re.sub(r"^https?://[^/]+", "", address(page))
    assert client.get(path).status_code == 200
    assert "1 page read" in director.get("/en/board-links").text


def test_a_revoked_link_opens_nothing(director, client):
    page = give(director).text
    path = re.sub(r"^https?://[^/]+", "", address(page))
    action = re.search(r'action="([^"]+/revoke)"', page)[1]

    director.send(action, page="/en/board-links")

    assert client.get(path).status_code == 404
    assert "Revoked on" in director.get("/en/board-links").text


def test_visits_are_listed(director, client):
    page = give(director).text
    client.get(re.sub(r"^https?://[^/]+", "", address(page)))
    listed = re.search(r'href="(/en/board-links/[^"]+)"', director.get("/en/board-links").text)[1]

    assert 'data-label="Page">Dashboard</td>' in director.get(listed).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"label": ""}, "Write for whom the link is."),
        ({"expires": "demain"}, "Write a date like 31/12/2026."),
        ({"expires": until(-1)}, "Choose a day within the next six months."),
        ({"expires": until(300)}, "Choose a day within the next six months."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(director, data, words):
    answer = director.send("/en/board-links", data={"label": "Mme Alaoui", "expires": until(10)} | data)

    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_links(director, count_statements, number):
    for _ in range(number):
        give(director)

    with count_statements() as statements:
        director.get("/en/board-links")

    assert len(statements) == 3


def test_a_double_click_makes_one_link(director):
    key = re.search(r'name="key" value="([^"]+)"', director.get("/en/board-links").text)[1]
    for _ in range(2):
        director.send("/en/board-links", data={"label": "Mme Alaoui", "expires": until(30), "key": key})

    assert director.get("/en/board-links").text.count("Address to copy") == 1


def test_the_log_of_a_link_is_in_words(director, client):
    path = re.sub(r"^https?://[^/]+", "", address(give(director).text))
    client.get(path)
    visits = re.search(r"/en/board-links/[0-9a-f-]{36}", director.get("/en/board-links").text)[0]

    page = director.get(visits).text

    assert 'data-label="Page">Dashboard</td>' in page
    assert [page_words(one) for one in ("review 2024", "review 2024 PDF")] == ["Review 2024", "Review 2024, as PDF"]
