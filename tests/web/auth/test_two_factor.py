"""The second factor of the team, sessions that end, and the brake on guessing."""

import flask_migrate
import pytest
from flask_security import hash_password
from flask_security.proxies import _security

import config
from app import create_app
from app.accounts.roles import Role
from app.core.db import db, transaction
from app.extensions import limiter
from tests.factories import make_person
from tests.web_client import StrictClient

PASSWORD = "une phrase assez longue"


@pytest.fixture
def required(app, monkeypatch):
    monkeypatch.setitem(app.config, "STAFF_TWO_FACTOR", True)


def _person(app, *roles, **values):
    with app.app_context():
        hashed = hash_password(PASSWORD)
    return make_person(*roles, password=hashed, **values)


def _sign_in(client, person, password=PASSWORD):
    return client.send("/fr/login", {"email": person.email, "password": password})


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEAD, Role.ADMIN])
def test_the_team_sets_a_second_factor_up_before_anything_else(required, sign_in, role):
    client = sign_in(make_person(role))

    assert client.get("/fr/team/outbox").location.endswith("/fr/tf-setup")
    assert client.get("/fr/").status_code == 200


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.DIRECTOR])
def test_others_are_not_asked(required, sign_in, role):
    assert sign_in(make_person(role)).get("/fr/account").status_code == 200


def test_a_code_is_asked_after_the_password(app, client):
    with app.test_request_context():
        secret = _security._totp_factory.generate_totp_secret()
        code = _security._totp_factory.generate_totp_password(secret)
    person = _person(app, Role.LEAD, tf_primary_method="authenticator", tf_totp_secret=secret)

    asked = _sign_in(client, person)
    before = client.get("/fr/team/outbox")
    wrong = client.send("/fr/tf-validate", {"code": "000000"})
    right = client.send("/fr/tf-validate", {"code": code})

    assert "/tf-validate" in asked.location
    assert "/login" in before.location
    assert wrong.status_code == 200
    assert right.status_code == 302
    assert client.get("/fr/team/outbox").status_code == 200


def test_a_recovery_code_lets_in_once(app, client):
    with app.test_request_context():
        secret = _security._totp_factory.generate_totp_secret()
    person = _person(
        app, Role.LEAD, tf_primary_method="authenticator", tf_totp_secret=secret, mf_recovery_codes=["abcd-efgh"]
    )
    _sign_in(client, person)

    answer = client.send("/fr/mf-recovery", {"code": "abcd-efgh"})

    db.session.expire_all()
    assert answer.status_code == 302
    assert person.mf_recovery_codes == []
    assert client.get("/fr/team/outbox").status_code == 200


def test_a_lost_telephone_leads_to_the_recovery_codes(app, client):
    with app.test_request_context():
        secret = _security._totp_factory.generate_totp_secret()
    _sign_in(client, _person(app, Role.LEAD, tf_primary_method="authenticator", tf_totp_secret=secret))

    answer = client.send("/fr/tf-rescue", {"help_setup": "help"}, page="/fr/mf-recovery")

    assert answer.location.endswith("/fr/mf-recovery")


def test_signing_out_everywhere_ends_every_session(app, client):
    person, other = _person(app), app.test_client()
    _sign_in(client, person)
    _sign_in(other, person)
    assert other.get("/fr/account").status_code == 200

    client.send("/fr/account/sign-out-everywhere", page="/fr/account")

    assert "/login" in other.get("/fr/account").location


def test_a_new_password_ends_the_other_sessions(app, client):
    person, other = _person(app), app.test_client()
    _sign_in(client, person)
    _sign_in(other, person)

    changed = client.send(
        "/fr/change",
        {
            "password": PASSWORD,
            "new_password": "une autre phrase longue",
            "new_password_confirm": "une autre phrase longue",
        },
    )

    assert changed.status_code == 302, changed.text[changed.text.find('class="err') :][:400]
    assert "/login" in other.get("/fr/account").location


def test_a_locked_account_is_out_at_once(app, client):
    person = _person(app)
    _sign_in(client, person)
    with transaction():
        db.session.merge(person).active = False

    assert "/login" in client.get("/fr/account").location


def test_ten_failures_brake_an_account_and_success_does_not(tmp_path, monkeypatch):
    monkeypatch.setenv("WIJHA_VAR", str(tmp_path))
    file = {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'd.db'}", "RATELIMIT_ENABLED": True}
    app = create_app(config.load("testing") | file)
    app.test_client_class = StrictClient
    try:
        with app.app_context():
            flask_migrate.upgrade()
            person, calm = (make_person(password=hash_password(PASSWORD)) for _ in range(2))
            failed = [_sign_in(app.test_client(), person, "wrong password").status_code for _ in range(11)]
            limiter.reset()
            fine = [_sign_in(app.test_client(), calm).status_code for _ in range(12)]
            db.session.remove()
            db.engine.dispose()
    finally:
        limiter.reset()
        limiter.enabled = False

    assert failed == [200] * 10 + [429]
    assert set(fine) == {302}
