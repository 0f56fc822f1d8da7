"""A client that sees what people miss: own session per request, balanced HTML, unique ids, CSRF token sent."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import sqlalchemy as sa
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import BrowserSession, Person
from app.accounts.tokens import hash_token
from app.core.db import db, transaction
from app.web.auth.sessions import KEY, open_session

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Balance(HTMLParser):
    """Which elements stay open, and which ids stand twice."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.stack.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack[-1] == tag, f"</{tag}> closes <{self.stack[-1]}>"
        self.stack.pop()


class StrictClient(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400 and not response.is_streamed:
            balance = Balance()
            balance.feed(response.text)
            assert not balance.stack, f"left open: {balance.stack}"
            twice = {one for one in balance.ids if balance.ids.count(one) > 1}
            assert not twice, f"ids used twice: {twice}"
        return response

    def send(
        self, path: str, data: dict[str, Any] | None = None, *, page: str | None = None, **kwargs: Any
    ) -> TestResponse:
        """POST with the CSRF token of `page` (the same address by default)."""
        found = TOKEN.search(self.get(page or path).text)
        assert found, f"no token on {page or path}"
        return self.post(path, data={"csrf_token": found[1], **(data or {})}, **kwargs)


def put_session(client: Any, person: Person) -> None:
    """Sign somebody in on a client, for as long as the test's clock may run."""
    with transaction() as database:
        token = open_session(person)
        database.execute(
            sa.update(BrowserSession)
            .where(BrowserSession.token_hash == hash_token(token))
            .values(seen_at=datetime(2100, 1, 1, tzinfo=UTC))
        )
    with client.session_transaction() as session:
        session["_user_id"] = person.fs_uniquifier
        session["_fresh"] = True
        session[KEY] = token
        session["fs_cc"] = "set"
        session["fs_paa"] = 4102444800.0
