"""The sign-in library's pages in our look, and a round trip through them."""

import re
import time

import pytest
from flask_security import hash_password

from app.accounts.models import Person
from app.accounts.roles import Role
from app.core import jobs
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
