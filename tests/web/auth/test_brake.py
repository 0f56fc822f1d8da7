"""The brake on guessing: whatever the spelling, the door, or the address of the line."""

import re
import time

import pytest
import time_machine
from flask_security import hash_password
from flask_security.proxies import _security
from limits import parse

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.extensions import ROOM, limiter, source_of_request
from app.mail.models import Message
from app.web.auth.brake import key_of
from app.web.errors import page
from tests.factories import make_person
from tests.web_client import TOKEN

PASSWORD = "une phrase assez longue"
SPELLINGS = (
    "amina@exemple.ma", "Amina@Exemple.MA", "  amina@exemple.ma ", "amina@ｅｘｅｍｐｌｅ.ma", "amina@exemple。ma",
    "ＡＭＩＮＡ@exemple.ma", "amina@EXEMPLE．ma", "ａmina@exemple.ma",
)  # fmt: skip


@pytest.fixture
def person(app):
    return make_person(Role.APPLICANT, email="amina@exemple.ma", password=hash_password(PASSWORD))


def _try(app, email, typed="wrong", source="192.0.2.1"):
    client = app.test_client()
    return client.send("/fr/login", {"email": email, "password": typed}, environ_overrides={"REMOTE_ADDR": source})


def test_every_spelling_of_an_account_has_one_key(app):
    with app.test_request_context():
        assert {key_of(email) for email in SPELLINGS} == {key_of("amina@exemple.ma")}
        assert key_of("amina@exemple.ma") != key_of("amira@exemple.ma")
        assert "amina" not in key_of("amina@exemple.ma")


def test_another_spelling_is_no_new_try(app, person, limits):
    spelled = [SPELLINGS[number % len(SPELLINGS)] for number in range(12)]
    answers = [_try(app, email, source=f"192.0.2.{number}") for number, email in enumerate(spelled)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.9", "::ffff:192.0.2.9", True),
        ("192.0.2.9", "192.0.2.10", False),
    ],
)
def test_an_ipv6_line_counts_as_one_source(app, limits, one, other, same):
    with app.test_request_context(environ_base={"REMOTE_ADDR": one}):
        for _ in range(parse(ROOM).amount):
            limiter.limiter.hit(parse(ROOM), source_of_request(), "password of source")

    assert _try(app, "p@exemple.ma", source=one).status_code == 429
    assert _try(app, "p@exemple.ma", source=other).status_code == (429 if same else 200)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/fr/verify", {"password": "wrong password"}),
        ("/fr/change", {"password": "wrong", "new_password": PASSWORD * 2, "new_password_confirm": PASSWORD * 2}),
    ],
)
def test_a_signed_in_browser_guesses_no_password_either(app, person, sign_in, limits, path, wrong):
    client = sign_in(person)

    answers = [client.send(path, wrong, page="/fr/change").status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]
    assert _try(app, person.email, PASSWORD, source="198.51.100.7").status_code == 429


def test_json_is_no_way_round_it_and_no_token_opens_anything(app, client, person):
    token = client.get("/fr/login").text.split('name="csrf_token" value="')[1].split('"')[0]

    refused = client.post(
        "/fr/login?include_auth_token",
        json={"email": person.email, "password": PASSWORD},
        headers={"X-CSRFToken": token, "Accept": "application/json"},
    )
    with app.test_request_context():
        key = person.get_auth_token()

    assert refused.status_code == 400
    assert app.test_client().get(f"/fr/account?auth_token={key}").status_code == 303
    assert app.test_client().get("/fr/account", headers={"Authentication-Token": key}).status_code == 303


@pytest.fixture
def lead(app):
    with app.test_request_context():
        secret = _security.totp_factory.generate_totp_secret()
    return make_person(
        Role.LEAD, password=hash_password(PASSWORD), tf_primary_method="authenticator", tf_totp_secret=secret,
        mf_recovery_codes=["abcd-efgh"],
    )  # fmt: skip


def _half_done(app, lead):
    client = app.test_client()
    assert "/tf-validate" in client.send("/fr/login", {"email": lead.email, "password": PASSWORD}).location
    return client


def _guess(client, number, path="/fr/tf-validate", code="000000"):
    source = {"REMOTE_ADDR": f"198.51.100.{number}"}
    return client.send(path, {"code": code}, environ_overrides=source).status_code


def test_a_challenge_takes_five_codes(app, lead, limits):
    client = _half_done(app, lead)
    cookie = client.get_cookie("session").value

    answers = [_guess(client, number) for number in range(6)]
    client.set_cookie("session", cookie)  # the cookie of the beginning, played again

    assert answers == [200] * 5 + [429]
    assert _guess(client, 7) == 429


def test_an_account_takes_ten_codes_whatever_the_challenge_the_source_and_the_page(app, lead, limits):
    answers = []
    for challenge in range(3):
        client = _half_done(app, lead)
        answers += [_guess(client, 4 * challenge + n, ("/fr/tf-validate", "/fr/mf-recovery")[n % 2]) for n in range(4)]

    assert answers == [200] * 10 + [429] * 2


def test_an_account_takes_thirty_wrong_codes_a_day(app, lead, limits):
    answers = []
    with time_machine.travel("2026-11-30T08:00:00Z", tick=False) as clock:
        for _challenge in range(7):
            client = _half_done(app, lead)
            answers += [_guess(client, n) for n in range(5)]
            clock.shift(16 * 60)

    assert answers[:30] == [200] * 30
    assert set(answers[30:]) == {429}


def test_a_code_works_once(app, lead):
    with app.test_request_context():
        code = _security.totp_factory.generate_totp_password(lead.tf_totp_secret)
    first, second = _half_done(app, lead), _half_done(app, lead)

    assert _guess(first, 1, code=code) == 302
    assert _guess(second, 2, code=code) == 200
    assert "used already" in second.send("/en/tf-validate", {"code": code}).text


def test_two_at_the_same_moment_use_a_code_once(app, lead):
    """Both requests have read the account before either wrote."""
    with app.test_request_context():
        code = _security.totp_factory.generate_totp_password(lead.tf_totp_secret)
        with transaction():
            db.session.expunge(lead)
            taken = [_security.totp_factory.verify_totp(code, lead.tf_totp_secret, lead, 30) for _ in range(2)]

    assert taken == [True, False]


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_differ_by_one_step(app, lead, steps, taken):
    totp = _security_totp(app, lead)
    code = totp.generate(time=int(time.time()) + 30 * steps).token

    assert (_guess(_half_done(app, lead), 1, code=code) == 302) is taken


def _security_totp(app, lead):
    with app.test_request_context():
        return _security.totp_factory._totp.from_source(lead.tf_totp_secret)


def _link(app, email):
    app.test_client().send("/fr/reset", {"email": email})
    jobs.run_all()
    return re.search(r"/fr/reset/\S+", db.session.query(Message).filter_by(to_email=email).one().body)[0]


def test_the_owner_gets_in_at_once_by_the_link_of_the_mail(app, person, limits):
    shut = [_try(app, person.email).status_code for _ in range(11)]
    owner, link = app.test_client(), _link(app, person.email)

    answer = owner.send(link, {"password": PASSWORD * 2, "password_confirm": PASSWORD * 2})
    entered = owner.get("/fr/account").status_code
    again = _try(app, person.email, PASSWORD * 2, source="203.0.113.5").status_code

    assert shut[-1] == 429
    assert (answer.status_code, entered, again) == (302, 200, 302)


def test_the_link_asks_the_team_for_its_code_and_gives_the_tries_back(app, lead, limits):
    for _challenge in range(2):
        client = _half_done(app, lead)
        assert [_guess(client, n) for n in range(5)] == [200] * 5
    assert _guess(_half_done(app, lead), 6) == 429
    owner = app.test_client()

    answer = owner.send(_link(app, lead.email), {"password": PASSWORD * 2, "password_confirm": PASSWORD * 2})

    assert "/tf-validate" in answer.location
    assert owner.get("/fr/account").status_code == 303
    assert _guess(owner, 7) == 200


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_refusal_says_when_to_try_again_and_what_to_do(app, person, limits, accept):
    for _ in range(10):
        _try(app, person.email)
    client = app.test_client()
    token = TOKEN.search(client.get("/en/login").text)[1]
    values = {"email": person.email, "password": PASSWORD, "csrf_token": token}

    refused = client.post("/en/login", data=values, headers={"Accept": accept})

    assert refused.status_code == 429
    assert 60 < int(refused.headers["Retry-After"]) <= 15 * 60 + 1  # rounded up
    assert "Ask for a new password" in refused.text
    assert accept != "text/html" or 'href="/en/reset"' in refused.text


def test_mails_that_others_asked_for_leave_the_owner_a_link_that_works(app, client, person, limits):
    answers = [client.send("/en/reset", {"email": person.email}) for _ in range(6)]
    unknown = [client.send("/en/reset", {"email": "nobody@exemple.ma"}) for _ in range(6)]

    assert [one.status_code for one in answers] == [303] * 5 + [429]
    assert [one.status_code for one in unknown] == [303] * 5 + [429]
    assert "Open the latest: its link works." in answers[-1].text
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_every_limit_of_the_product_says_when(app, limits):
    """Whatever is refused with 429 goes through one page."""
    with app.test_request_context("/en/"):
        assert int(page(429)[2]["Retry-After"]) >= 1
