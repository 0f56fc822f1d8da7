"""Each dependency is taken away in turn and comes back: a page in the reader's language at every address, no 500."""

import re
import time
from urllib.parse import urlsplit

import pytest

from app.cli.demo.accounts import ROLES
from tests.production.test_downloads import visit_everything
from tests.servers import Answer, Server, Visitor

pytestmark = pytest.mark.parametrize("server", ["postgresql"], indirect=True, scope="session")
PEOPLE = dict(ROLES)
PLAIN = ("/fr/accessibility", "/fr/privacy", "/fr/login", "/fr/register", "/healthz")
"""Pages that hold no row: they are read whatever is away."""
FIRST = ("/fr/", "/fr/programmes", "/fr/events", "/fr/impact")


@pytest.fixture(scope="module")
def around(server: Server):
    return server.around


@pytest.fixture(scope="module")
def visited(server, around, app):
    """Who, signed in, and the addresses of one page of each kind that they reach."""
    people = {role: Visitor(server, PEOPLE.get(role, "")) for role in ("", "applicant", "reviewer", "lead", "admin")}
    return {
        role: (visitor, [path for path, _answer in visit_everything(app, visitor).values()])
        for role, visitor in people.items()
    }


def wrong(answer: Answer, path: str) -> str:
    """What a reader would say about an answer; empty when nothing is wrong."""
    if answer.status == 500 or answer.status > 503:
        return f"{answer.status} {path}"
    ours = re.search(r'<html lang="(fr|ar|en)"', answer.text) and answer.headers.get("Retry-After")
    return "" if answer.status != 503 or ours else f"bare 503 {path}: {answer.text[:80]}"


def walk(visited) -> list[str]:
    """Every page of everybody."""
    return [
        problem
        for visitor, paths in visited.values()
        for path in paths
        if (problem := wrong(visitor.get(path, timeout=60), path))
    ]


def comes_back(server: Server) -> bool:
    """Whether everything is ready again within half a minute."""
    visitor = Visitor(server)
    for _ in range(60):
        answer = visitor.get("/readyz")
        if answer.status == 200 and "degraded" not in answer.text:
            return True
        time.sleep(0.5)
    return False


@pytest.mark.parametrize("name", ["redis", "store", "mail", "database"])
def test_nothing_breaks_while_a_dependency_is_away(server, around, visited, name):
    if name not in around.gates:
        pytest.skip("redis-server is not installed")
    with around.without(name):
        assert [path for path in PLAIN if visited[""][0].get(path).status != 200] == []
        if name != "database":
            assert [path for path in FIRST if visited[""][0].get(path).status != 200] == []
        assert walk(visited) == []

    assert comes_back(server)
    for role, (visitor, paths) in visited.items():
        assert {path: visitor.get(path).status for path in paths[:5]} == dict.fromkeys(paths[:5], 200), role
    assert Visitor(server, PEOPLE["lead"]).get("/en/welcome").status == 303


def test_somebody_signs_in_and_a_form_is_saved_without_redis(server, around):
    if "redis" not in around.gates:
        pytest.skip("redis-server is not installed")
    with around.without("redis"):
        person = Visitor(server, PEOPLE["applicant"])
        saved = person.send("/en/account", {"full_name": "Salma Berrada", "language": "fr"})

    assert saved.status == 303


def test_a_mail_waits_for_the_server_and_leaves_when_it_is_back(server, around):
    address = "away@exemple.ma"
    with around.without("mail"):
        asked = Visitor(server).send(
            "/en/register", {"full_name": "Away", "email": address, "password": "argan-souss-2026-tafraout"}
        )
        assert asked.status in (302, 303)
        time.sleep(3)
        assert not [one for one in around.mailbox.taken if address in one.rcpt_tos]

    for _ in range(90):
        if [one for one in around.mailbox.taken if address in one.rcpt_tos]:
            return
        time.sleep(1)
    raise AssertionError("the mail did not leave")


def test_a_form_sent_without_a_database_tells_so_and_can_be_sent_again(server, around):
    person = Visitor(server, PEOPLE["applicant"])
    values = {"csrf_token": person.token("/en/account"), "full_name": "Salma Berrada", "language": "ar"}
    body = "&".join(f"{key}={value.replace(' ', '+')}" for key, value in values.items()).encode()
    with around.without("database"):
        away = person.post("/en/account", body, "application/x-www-form-urlencoded")
    assert comes_back(server)
    again = person.post("/en/account", body, "application/x-www-form-urlencoded")

    assert (away.status, again.status) == (503, 303)
    assert urlsplit(again.headers["Location"]).path == "/ar/account"
