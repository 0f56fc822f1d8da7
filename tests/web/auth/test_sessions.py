"""Sessions are rows: a copied cookie ends with the sign-out, none lies idle for ever, the team is not remembered."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_login import encode_cookie
from flask_security import hash_password

import config
from app.accounts.models import BrowserSession
from app.accounts.roles import Role
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.web.auth import sessions
from tests.factories import make_person

PASSWORD = "une phrase assez longue"
OTHERS = [role for role in Role if role not in (Role.APPLICANT, Role.PARTNER)]


def _enter(app, *roles, **form):
    person = make_person(*roles, password=hash_password(PASSWORD))
    client = app.test_client()
    answer = client.send("/fr/login", {"email": person.email, "password": PASSWORD, **form})
    assert answer.status_code == 302
    return person, client, answer


def _is_in(client):
    return client.get("/fr/account").status_code == 200


def _copy(app, client):
    copied = app.test_client()
    copied.set_cookie("session", client.get_cookie("session").value)
    return copied


def _age(**ago):
    with transaction() as database:
        database.execute(sa.update(BrowserSession).values(seen_at=utcnow() - timedelta(**ago)))


def test_a_copied_cookie_ends_with_the_sign_out(app):
    person, client, _answer = _enter(app, Role.STAFF)
    copied, elsewhere = _copy(app, client), app.test_client()
    elsewhere.send("/fr/login", {"email": person.email, "password": PASSWORD})
    assert _is_in(copied)

    client.send("/fr/logout", page="/fr/account")

    assert not _is_in(client)
    assert not _is_in(copied)
    assert _is_in(elsewhere)


def test_a_cookie_from_before_the_sign_out_is_worth_nothing(app):
    _person, client, _answer = _enter(app, Role.APPLICANT, remember="y")
    before = client.get_cookie("session").value
    client.send("/fr/logout", page="/fr/account")

    client.set_cookie("session", before)

    assert not _is_in(client)


@pytest.mark.parametrize("role", [Role.APPLICANT, *OTHERS])
def test_nobody_gets_a_cookie_that_signs_in_alone(app, role):
    person, client, answer = _enter(app, role, remember="y")
    alone = app.test_client()
    alone.set_cookie("remember", encode_cookie(person.fs_uniquifier))

    assert client.get_cookie("remember") is None
    assert not _is_in(alone)
    lasting = any("session=" in line and "Expires" in line for line in answer.headers.getlist("Set-Cookie"))
    assert lasting is (role is Role.APPLICANT)


@pytest.mark.parametrize("role", OTHERS)
def test_who_is_more_than_an_applicant_is_out_after_twelve_idle_hours(app, role):
    _person, client, _answer = _enter(app, role)

    _age(hours=11, minutes=59)
    assert _is_in(client)
    _age(hours=12, minutes=1)
    assert not _is_in(client)


def test_an_applicant_is_out_after_thirty_idle_days(app):
    _person, client, _answer = _enter(app, Role.APPLICANT)

    _age(days=29)
    assert _is_in(client)
    _age(days=30, minutes=1)
    assert not _is_in(client)


def test_using_a_session_keeps_it(app):
    _person, client, _answer = _enter(app, Role.STAFF)
    _age(hours=11)

    client.get("/fr/account")

    assert db.session.scalar(sa.select(BrowserSession.seen_at)) > utcnow() - timedelta(minutes=1)


def test_a_session_in_use_is_not_written_at_each_request(app, count_statements):
    _person, client, _answer = _enter(app, Role.STAFF)

    with count_statements() as statements:
        client.get("/fr/account")

    assert not [one for one in statements if one.startswith(("UPDATE", "INSERT", "DELETE"))]


def test_touching_a_session_compares_no_form(app, sign_in):
    """A form's marks are compared in the first transaction of its own service, not before."""
    person, client, _answer = _enter(app, Role.APPLICANT)
    _age(hours=1)

    answer = client.send("/fr/account", {"full_name": "Zoé", "language": "fr", "shown": "forged"})

    db.session.expire_all()
    assert db.session.scalar(sa.select(BrowserSession.seen_at)) > utcnow() - timedelta(minutes=1)
    assert answer.status_code == 303
    assert person.full_name != "Zoé"


def test_a_page_is_served_although_its_session_could_not_be_touched(app, monkeypatch):
    def refuse(*_values):
        raise sa.exc.OperationalError("UPDATE", {}, Exception("database is locked"))

    _person, client, _answer = _enter(app, Role.APPLICANT)
    _age(hours=1)
    monkeypatch.setattr(sessions, "touch_session", refuse)

    assert _is_in(client)


def test_a_new_password_keeps_this_browser_and_ends_the_others(app):
    _person, client, _answer = _enter(app, Role.APPLICANT, remember="y")
    copied = _copy(app, client)

    answer = client.send(
        "/fr/change", {"password": PASSWORD, "new_password": PASSWORD * 2, "new_password_confirm": PASSWORD * 2}
    )

    assert _is_in(client)
    assert not _is_in(copied)
    assert any("session=" in line and "Expires" in line for line in answer.headers.getlist("Set-Cookie"))


def test_rows_that_ran_out_are_dropped_with_the_next_sign_in(app):
    _enter(app, Role.APPLICANT)
    _age(days=31)

    _enter(app, Role.STAFF)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(BrowserSession)) == 1


def test_no_secret_is_kept(app):
    _person, client, _answer = _enter(app, Role.STAFF)
    with client.session_transaction() as session:
        secret = session[sessions.KEY]

    assert db.session.scalar(sa.select(BrowserSession.token_hash)) != secret


def test_a_session_is_named_by_256_random_bits(app):
    _person, first, _answer = _enter(app, Role.STAFF)
    _person, second, _answer = _enter(app, Role.STAFF)
    with first.session_transaction() as one, second.session_transaction() as other:
        secrets = {one[sessions.KEY], other[sessions.KEY]}

    assert {len(urlsafe_b64decode(secret + "=")) for secret in secrets} == {32}
    assert len(secrets) == 2


def test_both_times_are_settings(monkeypatch):
    monkeypatch.setenv("STAFF_IDLE_HOURS", "2")
    monkeypatch.setenv("APPLICANT_IDLE_DAYS", "7")
    settings = config.load("testing")

    assert (settings["STAFF_IDLE"], settings["APPLICANT_IDLE"]) == (timedelta(hours=2), timedelta(days=7))
