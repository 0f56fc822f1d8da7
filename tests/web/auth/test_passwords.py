"""Which new passwords are taken, at each of the three doors."""

import time

import pytest
from flask_security import hash_password
from flask_security.recoverable import generate_reset_password_token

from app.accounts.models import Person
from app.accounts.roles import Role
from app.core.db import db
from app.web.auth.passwords import LONGEST, is_common
from tests.factories import make_person

PASSWORD = "une phrase assez longue"
COMMON = (
    "password123",
    "motdepasse1",
    "azertyuiop",
    "1234567890",
    "Password123!",
    "aaaaaaaaaa",
    "Azerty12345",
    "iloveyou123",
)
TAKEN = (PASSWORD, "une-longue-phrase", "x7Gk2pQz9w", "كلمة السر الطويلة", "vélo bleu dans la médina")


@pytest.fixture(params=["register", "change", "reset"])
def door(request, app, client, sign_in):
    """A function that offers a new password at one of the doors."""
    person = make_person(Role.APPLICANT, email="amina@exemple.ma", password=hash_password(PASSWORD))

    def register(new):
        return client.send("/en/register", {"full_name": "Salma", "email": "salma@exemple.ma", "password": new})

    def change(new):
        values = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
        return sign_in(person).send("/en/change", values)

    def reset(new):
        with app.test_request_context():
            token = generate_reset_password_token(person)
        return client.send(f"/en/reset/{token}", {"password": new, "password_confirm": new})

    return {"register": register, "change": change, "reset": reset}[request.param]


def test_a_common_password_is_refused_in_words(door):
    assert "among the first that are tried" in door("password123").text


def test_too_long_says_how_long(door):
    assert f"Write at most {LONGEST} characters." in door("é" * (LONGEST + 1)).text
    assert f"Write at most {LONGEST} characters." in door("é" * 5000).text


def test_too_short_says_how_short(door):
    assert "at least 10 characters" in door("court").text


def test_a_phrase_is_taken(door):
    assert door("vélo bleu dans la médina").status_code in (302, 303)


@pytest.mark.parametrize("password", COMMON)
def test_what_is_tried_first_is_common(password):
    assert is_common(password, [])


@pytest.mark.parametrize("password", TAKEN)
def test_what_nobody_tries_is_not(password):
    assert not is_common(password, [])


@pytest.mark.parametrize("own", ["salma.berrada", "salma.berrada@exemple.ma", "SalmaBerrada", "berrada2026"])
def test_ones_own_name_and_address_are_common(client, own):
    answer = client.send(
        "/en/register", {"full_name": "Salma Berrada", "email": "salma.berrada@exemple.ma", "password": own}
    )

    assert "among the first that are tried" in answer.text
    assert db.session.query(Person).filter_by(email="salma.berrada@exemple.ma").first() is None


def test_judging_takes_no_long_time():
    is_common("warm", [])
    begun = time.perf_counter()
    is_common("password1990" * 10, [])

    assert time.perf_counter() - begun < 2


def test_a_password_is_compared_whole_and_as_it_was_typed(app):
    whole = "Une phrase " * 11 + "longue."
    others = [whole + "x", whole[:127], whole[:72], whole.upper(), " " + whole[1:]]

    assert len(whole) == LONGEST
    assert [_opens(app, whole, typed) for typed in (whole, *others)] == [True] + [False] * 5


def _opens(app, password, typed):
    person = make_person(Role.APPLICANT, password=hash_password(password))
    client = app.test_client()
    client.send("/en/login", {"email": person.email, "password": typed})
    return client.get("/en/account").status_code == 200


def test_passwords_are_kept_as_argon2id(app):
    """Two rounds over 19 MiB, each with a salt of its own."""
    one, other = hash_password(PASSWORD), hash_password(PASSWORD)

    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other
