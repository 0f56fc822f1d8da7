"""Mails of the sign-in: the page does the same for every address; the worker finds out."""

import re

import pytest
from flask_security import hash_password

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db
from app.mail.models import Message
from app.mail.purposes import Purpose
from tests.factories import make_person

PASSWORD = "une phrase assez longue"
KNOWN, UNKNOWN = "amina@exemple.ma", "amira@exemple.ma"


@pytest.fixture
def person(app):
    return make_person(Role.APPLICANT, email=KNOWN, password=hash_password(PASSWORD), language="ar")


@pytest.fixture
def newcomer(app):
    return make_person(Role.APPLICANT, email=KNOWN, password=hash_password(PASSWORD), confirmed_at=None)


def _purposes():
    jobs.run_all()
    return [message.purpose for message in db.session.query(Message).filter_by(to_email=KNOWN)]


@pytest.mark.parametrize("path", ["/en/reset", "/en/confirm"])
def test_known_and_unknown_addresses_cost_the_same(app, client, person, count_statements, monkeypatch, path):
    def refuse(*_values, **_options):
        raise AssertionError("nothing slow is computed while somebody waits")

    for name in ("hash_password", "hash_data", "verify_password"):
        monkeypatch.setattr(f"flask_security.utils.{name}", refuse)
    seen = []
    for email in (KNOWN, UNKNOWN):
        page = client.get(path).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        with count_statements() as statements:
            answer = client.post(path, data={"csrf_token": token, "email": email})
        seen.append((answer.status_code, answer.location, list(statements)))
        assert email in client.get(path).text

    assert seen[0] == seen[1]
    assert not [one for one in seen[0][2] if "FROM person" in one]
    assert db.session.query(Message).count() == 0


def test_signing_up_with_a_known_address_writes_no_mail_in_the_request_either(client, person):
    for email in (KNOWN, UNKNOWN):
        answer = client.send("/en/register", {"full_name": "A", "email": email, "password": PASSWORD})
        assert answer.location.endswith("/en/check-mail")
    assert db.session.query(Message).count() == 0

    assert _purposes() == [Purpose.ALREADY_REGISTERED]


def test_the_link_for_a_new_password_is_in_the_persons_language(client, person):
    client.send("/en/reset", {"email": KNOWN})

    assert _purposes() == [Purpose.RESET_PASSWORD]
    assert re.search(r"/ar/reset/\S+", db.session.query(Message).one().body)


def test_who_never_confirmed_gets_that_link(client, newcomer):
    client.send("/en/reset", {"email": KNOWN})
    client.send("/en/confirm", {"email": KNOWN})

    assert _purposes() == [Purpose.CONFIRM_EMAIL] * 2


def test_a_confirmed_and_an_unknown_address_get_no_link_to_confirm(client, person):
    client.send("/en/confirm", {"email": KNOWN})
    client.send("/en/confirm", {"email": UNKNOWN})
    client.send("/en/reset", {"email": UNKNOWN})

    assert _purposes() == []
    assert db.session.query(Message).count() == 0


def test_a_locked_account_gets_no_link(client):
    make_person(email=KNOWN, password="x", active=False)
    client.send("/en/reset", {"email": KNOWN})

    assert _purposes() == []


def test_what_is_no_address_is_refused_beside_its_field(client):
    answer = client.send("/en/reset", {"email": "amina"})

    assert answer.status_code == 422
    assert 'href="#email"' in answer.text


def test_a_new_password_is_told_by_mail(sign_in, person):
    sign_in(person).send(
        "/en/change", {"password": PASSWORD, "new_password": PASSWORD * 2, "new_password_confirm": PASSWORD * 2}
    )

    assert _purposes() == [Purpose.PASSWORD_CHANGED]


def test_a_link_of_the_version_before_still_confirms(app, client, newcomer):
    from flask_security.proxies import _security
    from passlib.hash import sha256_crypt

    with app.test_request_context():
        data = [newcomer.fs_uniquifier, sha256_crypt.hash(KNOWN)]
        token = _security.confirm_serializer.dumps(data)

    assert "Confirm this address" in client.get(f"/en/confirm/{token}").text
