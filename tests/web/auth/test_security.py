"""The sign-in library's pages in our look, and a round trip through them."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from flask_security import hash_password
from flask_security.recoverable import generate_reset_password_token

from app.accounts.models import Person
from app.accounts.roles import Role
from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db
from app.mail.models import Message
from tests.factories import make_person

PASSWORD = "une-longue-phrase"


@pytest.mark.parametrize("path", ["login", "register", "reset", "confirm", "check-mail"])
def test_every_page_can_be_read_by_anybody(client, path):
    page = client.get(f"/en/{path}")

    assert page.status_code == 200
    assert page.text.count("<h1") == 1


def test_sign_in_brings_back_to_the_page_that_asked(client):
    make_person(Role.APPLICANT, email="amina@exemple.ma", password=hash_password(PASSWORD))

    asked = client.get("/fr/applications")
    answer = client.send(asked.location, {"email": "amina@exemple.ma", "password": PASSWORD})

    assert answer.status_code in (302, 303)
    assert client.get("/en/account").status_code == 200
    assert answer.location.endswith("/fr/applications")


def test_a_wrong_password_tells_nothing_and_keeps_the_address(client):
    make_person(Role.APPLICANT, email="amina@exemple.ma", password=hash_password(PASSWORD))

    known = client.send("/en/login", {"email": "amina@exemple.ma", "password": "wrong"})
    unknown = client.send("/en/login", {"email": "amira@exemple.ma", "password": "wrong"})

    assert 'value="amina@exemple.ma"' in known.text
    assert "data-error-summary" in known.text
    strip = re.compile(r'csrf_token[^>]*>|am[a-z]+@exemple\.ma|value="[^"]*"')
    assert strip.sub("", known.text) == strip.sub("", unknown.text)


def test_signing_up_sends_a_link_that_confirms(client):
    answer = client.send("/en/register", {"full_name": "Salma", "email": "salma@exemple.ma", "password": PASSWORD})
    jobs.run_all()
    message = db.session.query(Message).filter_by(to_email="salma@exemple.ma").one()
    link = re.search(r"/\w\w/confirm/\S+", message.body)

    assert answer.location.endswith("/en/check-mail")
    assert link
    client.send(link[0])
    assert db.session.query(Person).filter_by(email="salma@exemple.ma").one().confirmed_at
    assert client.get("/en/account").status_code == 200


def _new_address(client):
    """(somebody who signed up, the path of the link in their mail)"""
    client.send("/en/register", {"full_name": "Salma", "email": "salma@exemple.ma", "password": PASSWORD})
    jobs.run_all()
    body = db.session.query(Message).filter_by(to_email="salma@exemple.ma").one().body
    return db.session.query(Person).filter_by(email="salma@exemple.ma").one(), re.search(r"/\w\w/confirm/\S+", body)[0]


def test_a_mail_scanner_confirms_nothing_and_gets_no_session(app, client):
    person, link = _new_address(client)
    scanner = app.test_client()

    answers = [scanner.head(link), scanner.get(link)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Confirm this address" in answers[1].text
    assert person.confirmed_at is None
    assert scanner.get("/en/account").status_code == 303


def test_an_address_that_is_confirmed_already_leads_to_the_sign_in(app, client):
    _person, link = _new_address(client)
    client.send(link)
    other = app.test_client()

    answer = other.get(link)

    assert other.get(answer.location).location.endswith("/en/login")
    assert "confirmed already" in other.get("/en/login").text


def test_a_forged_confirmation_link_is_answered_in_words(client):
    answer = client.get("/en/confirm/forged")

    assert "Invalid confirmation token." in client.get(answer.location).text


def test_opening_the_page_of_the_code_signs_nobody_out(sign_in):
    client = sign_in(make_person(Role.APPLICANT))

    client.get("/en/tf-validate")

    assert client.get("/en/account").status_code == 200


def test_a_short_password_is_refused_beside_its_field(client):
    answer = client.send("/en/register", {"full_name": "Salma", "email": "salma@exemple.ma", "password": "court"})

    assert 'href="#password"' in answer.text
    assert 'value="Salma"' in answer.text


@pytest.mark.filterwarnings("ignore:Passing SelectField choices:DeprecationWarning")
def test_changing_the_password_and_second_factor_pages(sign_in):
    client = sign_in(make_person(Role.APPLICANT, password=hash_password(PASSWORD)))
    with client.session_transaction() as session:
        session["fs_paa"] = time.time()

    for path in ("change", "tf-setup", "mf-recovery-codes"):
        page = client.get(f"/en/{path}")
        assert page.status_code == 200, path
        assert page.text.count("<h1") == 1
    shown = client.send("/en/tf-setup", {"setup": "authenticator"})
    assert "Code of six digits" in shown.text
    codes = client.send("/en/mf-recovery-codes", {"generate_new_codes": "y"})
    assert codes.status_code == 200


def test_a_reset_link_lets_a_new_password_be_chosen(client):
    make_person(Role.APPLICANT, email="amina@exemple.ma", password=hash_password(PASSWORD), language="en")

    client.send("/en/reset", {"email": "amina@exemple.ma"})
    jobs.run_all()
    message = db.session.query(Message).filter_by(to_email="amina@exemple.ma").one()
    link = re.search(r"/\w\w/reset/\S+", message.body)
    assert link
    page = client.get(link[0])

    assert "Choose a new password" in page.text
    answer = client.send(link[0], {"password": "autre-phrase-longue", "password_confirm": "autre-phrase-longue"})
    assert answer.status_code in (302, 303)
    assert client.get("/en/account").status_code == 200


def _reset(client, link):
    return client.send(link, {"password": "autre-phrase-longue", "password_confirm": "autre-phrase-longue"})


def test_a_reset_link_works_once_and_for_a_day(app, client):
    person = make_person(Role.APPLICANT, email="amina@exemple.ma", password=hash_password(PASSWORD))
    with app.test_request_context():
        link, later = (f"/en/reset/{generate_reset_password_token(person)}" for _ in range(2))

    with time_machine.travel(utcnow() + timedelta(hours=24, minutes=1)):
        late = app.test_client().get(later)
    assert app.test_client().get(link).status_code == 200
    used = _reset(client, link)

    assert late.location.endswith("/en/reset")
    assert client.get("/en/account").status_code == 200
    assert used.location != late.location
    assert app.test_client().get(later).location.endswith("/en/reset")


def test_signing_up_sets_nothing_but_its_own_fields(client):
    more = {
        "confirmed_at": "2026-01-01",
        "active": "n",
        "roles": "admin",
        "grants": "admin",
        "language": "ar",
        "id": "1",
    }
    client.send("/en/register", {"full_name": "Salma", "email": "salma@exemple.ma", "password": PASSWORD, **more})

    person = db.session.query(Person).filter_by(email="salma@exemple.ma").one()
    assert (person.confirmed_at, person.active, person.language) == (None, True, "en")
    assert not person.has(*set(Role) - {Role.APPLICANT})


@pytest.mark.parametrize("path", ["tf-setup", "mf-recovery-codes"])
def test_the_second_factor_is_not_changed_in_a_session_of_yesterday_without_the_password(sign_in, path):
    client = sign_in(make_person(Role.LEAD, password=hash_password(PASSWORD)))
    with client.session_transaction() as session:
        session["fs_paa"] = time.time() - 25 * 3600

    assert "/en/verify" in client.get(f"/en/{path}").location
