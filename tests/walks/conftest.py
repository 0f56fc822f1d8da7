"""The demonstration world, walked by every role: all pages that links reach, and the forms on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import HTTPException

from app.cli.demo import world
from app.cli.demo.accounts import FOLLOWED, PARTNER, PASSWORD, ROLES
from app.core.db import db
from app.web.refill import PageForm, find_forms
from tests.conftest import isolated_database
from tests.web_client import StrictClient

ADDRESSES = {**dict(ROLES), "startup": FOLLOWED[1], "partner": PARTNER}
EACH_RULE = 2
"""So many pages of one address pattern are visited: the second has other data than the first."""


@dataclass(frozen=True)
class FoundForm:
    role: str
    page: str
    endpoint: str
    action: str
    form: PageForm


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and dict(attrs).get("href"):
            self.found.append(str(dict(attrs)["href"]))


class World:
    """The seeded application and what a walk through it finds."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._answered: list[tuple[str, str]] = []

    def enter(self, role: str, client: StrictClient | None = None) -> StrictClient:
        """A client that signed in by the form, as a person does; “” is nobody."""
        client = client or self.app.test_client()  # type: ignore[assignment]
        if role:
            answer = client.send("/en/login", {"email": ADDRESSES[role], "password": PASSWORD})
            assert answer.status_code in (302, 303), role
        return client

    def endpoint(self, path: str, method: str = "GET") -> str:
        adapter = self.app.url_map.bind("localhost")
        try:
            return str(adapter.match(path, method=method)[0])
        except HTTPException:
            return ""

    @cached_property
    def pages(self) -> dict[tuple[str, str], str]:
        """(role, address) → HTML of every page that links reach from one's first page."""
        found: dict[tuple[str, str], str] = {}
        for role in ("", *ADDRESSES):
            client, visits = self.enter(role), {}
            waiting, known = ["/en/", "/en/welcome"], set()
            while waiting:
                path = waiting.pop(0)
                endpoint = self.endpoint(urlsplit(path).path)
                if path in known or not endpoint or endpoint == "static" or visits.get(endpoint, 0) >= EACH_RULE:
                    continue
                known.add(path)
                answer = client.get(path)
                answer.get_data()  # a download that nobody reads keeps its request open
                answer.close()
                if answer.status_code in (302, 303):
                    waiting.insert(0, urljoin(path, answer.location))
                    continue
                visits[endpoint] = visits.get(endpoint, 0) + 1
                if answer.status_code == 200:
                    self._answered.append((role, path))
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    found[role, path] = answer.text
                    waiting += [
                        urljoin(path, link.partition("#")[0])
                        for link in _Links(answer.text).found
                        if link.startswith(("/en/", "?"))
                    ]
        return found

    @property
    def answered(self) -> list[tuple[str, str]]:
        """(role, address) of everything that a link reached: pages, files, exports."""
        assert self.pages
        return self._answered

    @cached_property
    def forms(self) -> list[FoundForm]:
        """One form of each kind: who posts what, where to, from which page."""
        found: dict[tuple[Any, ...], FoundForm] = {}
        for (role, page), text in self.pages.items():
            for form in find_forms(text):
                action = urljoin(page, form.action or page)
                endpoint = self.endpoint(urlsplit(action).path, "POST")
                names = frozenset(control.name for control in form.controls if control.kind != "hidden")
                found.setdefault((endpoint, names), FoundForm(role, page, endpoint, action, form))
        return list(found.values())


@pytest.fixture(scope="package")
def world_of_all(app: Flask) -> Iterator[World]:
    """Built and walked once for every module of this folder that a test process runs."""
    with isolated_database(app):
        with app.test_request_context():
            world.build(lambda _words: None)
            db.session.execute(sa.text("ANALYZE"))  # PostgreSQL plans by statistics, and nothing is committed here
        yield World(app)


@pytest.fixture(scope="module")
def walked(world_of_all: World) -> Iterator[World]:
    """What a module's tests write is taken back after it."""
    connection: Any = db.engines[None]
    db.session.remove()
    before = connection.begin_nested()
    yield world_of_all
    db.session.remove()
    before.rollback()
