"""Limits: a signed-in person pays for their own acts, a source for anonymous ones; a room behind one address gets in."""

import shutil
import socket
import subprocess
import time

import flask_migrate
import pytest
from flask import g
from flask_security import hash_password
from limits import parse
from structlog.testing import capture_logs

import config
from app import create_app
from app.accounts.roles import Role
from app.applications.states import Stage
from app.core import jobs
from app.core.db import db
from app.extensions import ROOM, limiter, source_of_request, who_asks
from app.web.auth import brake
from tests.factories import make_draft, make_person
from tests.services.events.desk import make_event
from tests.web_client import TOKEN, StrictClient

PASSWORD = "une phrase assez longue"
PEOPLE = 200
MAILS_AND_CODES = {brake.account_key, brake._address_key, brake._challenge_key}
"""Keys that name an account, an address or a half-done sign-in whoever asks."""


def _posted(client, path, values, *, page=None, times=1):
    token = TOKEN.search(client.get(page or path).text)[1]
    return [client.post(path, data={"csrf_token": token, **values(number)}).status_code for number in range(times)]


def test_a_founder_who_sends_too_often_stops_nobody_else(sign_in, limits):
    one, other = (make_person(Role.APPLICANT) for _ in range(2))
    drafts = {person.id: f"/en/applications/{make_draft(actor=person).id}/check" for person in (one, other)}

    first = _posted(sign_in(one), drafts[one.id], lambda _n: {}, times=31)
    second = _posted(sign_in(other), drafts[other.id], lambda _n: {"declared": "y", "consented": "y"})

    assert first == [422] * 30 + [429]
    assert second == [303]


def test_a_second_browser_is_no_second_account(sign_in, limits):
    owner = make_person(Role.APPLICANT)
    path = f"/en/applications/{make_draft(actor=owner).id}/check"

    assert _posted(sign_in(owner), path, lambda _n: {}, times=30) == [422] * 30
    assert _posted(sign_in(owner), path, lambda _n: {}) == [429]


def test_every_limit_counts_the_person_who_is_signed_in(app):
    """Of all limits of the product, those to come too."""
    person = make_person(Role.APPLICANT)
    known = [
        limit
        for name in limiter.limit_manager._decorated_limits
        for limit in limiter.limit_manager.decorated_limits(name)
    ]

    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        by_source = [limit for limit in known if limit.key_func() == source_of_request()]
        assert by_source
        g._login_user = person
        of_person = {limit.key_func() for limit in by_source}

    assert of_person == {f"person:{person.id}"}
    assert {limit.key_func for limit in known} <= MAILS_AND_CODES | {who_asks}


def test_no_limit_of_a_source_is_narrower_than_a_room(app):
    """Those that also count signed-in people only are left out: their pages need an account."""
    room = parse(ROOM)
    assert room.amount >= 3 * PEOPLE

    narrow = set()
    for name in limiter.limit_manager._decorated_limits:
        for limit in limiter.limit_manager.decorated_limits(name):
            if (
                limit.key_func is who_asks
                and limit.limit.amount * room.get_expiry() < room.amount * limit.limit.get_expiry()
            ):
                narrow.add(name.rpartition(".")[2])

    assert narrow == {"check", "members", "invitation_act"}


def test_two_hundred_people_behind_one_address_get_in(app, limits, monkeypatch):
    monkeypatch.setattr("flask_security.forms.hash_password", lambda _password: "")
    event = make_event()
    doors = {
        "/en/login": lambda n: {"email": f"p{n}@exemple.ma", "password": "wrong"},
        "/en/register": lambda n: {"full_name": "A", "email": f"p{n}@exemple.ma", "password": "court"},
        "/en/reset": lambda n: {"email": f"p{n}@exemple.ma"},
        "/en/confirm": lambda n: {"email": f"p{n}@exemple.ma"},
        f"/en/events/{event.key}": lambda n: {"full_name": "A", "email": f"p{n}@exemple.ma", "language": "fr"},
    }

    answers = {path: set(_posted(app.test_client(), path, values, times=PEOPLE)) for path, values in doors.items()}

    assert not [path for path, seen in answers.items() if 429 in seen], answers


def test_a_source_that_never_stops_is_stopped(app, limits, monkeypatch):
    monkeypatch.setattr("flask_security.forms.hash_password", lambda _password: "")
    for _ in range(parse(ROOM).amount):
        limiter.limiter.hit(parse(ROOM), "127.0.0.1", "password of source")

    assert _posted(app.test_client(), "/en/login", lambda n: {"email": "q@exemple.ma", "password": "wrong"}) == [429]


def _logged(app, **headers):
    with capture_logs() as entries:
        client = app.test_client()
        for _ in range(2):
            client.get("/healthz", headers=headers)
    return [entry["event"] for entry in entries if "X-Forwarded-For" in entry["event"]]


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """A function that makes an application of its own."""
    made = []

    def make(**settings):
        monkeypatch.setenv("WIJHA_VAR", str(tmp_path))
        file = {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'd.db'}"}
        application = create_app(config.load("testing") | file | settings)
        application.test_client_class = StrictClient
        made.append(application)
        return application

    before = vars(limiter).copy()
    yield make
    for application in made:
        with application.app_context():
            db.session.remove()
            db.engine.dispose()
    vars(limiter).update(before)


def test_a_proxy_that_is_not_declared_is_told_once(fresh):
    app = fresh(PROXY_HOPS=0)

    assert len(_logged(app, **{"X-Forwarded-For": "203.0.113.9"})) == 1
    assert _logged(fresh(PROXY_HOPS=0)) == []
    assert _logged(fresh(PROXY_HOPS=1), **{"X-Forwarded-For": "203.0.113.9"}) == []


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    def __init__(self, folder):
        self.port = _free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(folder), "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed")
def test_redis_goes_and_sign_in_and_submit_go_on(tmp_path, fresh, monkeypatch):
    redis = Redis(tmp_path)
    try:
        app = fresh(
            RATELIMIT_ENABLED=True, RATELIMIT_STORAGE_URI=redis.address, QUEUE_URL=redis.address,
            RATELIMIT_STORAGE_OPTIONS=config._limits_options(redis.address),
        )  # fmt: skip
        monkeypatch.setattr(jobs, "_waker", [app.extensions["queue"].wake])
        client = app.test_client()
        with app.app_context():
            flask_migrate.upgrade()
            person = make_person(Role.APPLICANT, password=hash_password(PASSWORD))
            draft = make_draft(actor=person)
            before = client.get("/readyz")
            redis.kill()
            entered = client.send("/en/login", {"email": person.email, "password": PASSWORD})
            path = f"/en/applications/{draft.id}/check"
            sent = client.send(path, {"declared": "y", "consented": "y"})
            after = client.get("/readyz")
            wrong = [
                app.test_client().send("/en/login", {"email": person.email, "password": "wrong"}).status_code
                for _ in range(11)
            ]
            db.session.rollback()
            stage = draft.stage
    finally:
        redis.kill()

    assert (before.status_code, before.text) == (200, "ready\n")
    assert (entered.status_code, sent.status_code, stage) == (302, 303, Stage.SUBMITTED)
    assert after.status_code == 200
    assert after.text.startswith("degraded: the store of the limits does not answer")
    assert "the queue does not answer" in after.text
    assert wrong == [200] * 10 + [429]


def test_a_start_without_redis_serves_pages(fresh):
    address = f"redis://127.0.0.1:{_free_port()}/0"
    app = fresh(
        RATELIMIT_ENABLED=True, RATELIMIT_STORAGE_URI=address, QUEUE_URL=address,
        RATELIMIT_STORAGE_OPTIONS=config._limits_options(address),
    )  # fmt: skip

    with app.app_context():
        flask_migrate.upgrade()
        assert _posted(app.test_client(), "/en/reset", lambda _n: {"email": "a@exemple.ma"}) == [303]
        assert app.test_client().get("/readyz").text.startswith("degraded")
