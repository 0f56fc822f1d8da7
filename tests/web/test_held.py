"""A form posted after the session ended: kept, back in its form after the sign-in, saved, deleted."""

import uuid

import pytest
from flask_security import hash_password
from werkzeug.exceptions import TooManyRequests

from app.accounts.roles import Role
from app.applications import queries
from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db
from app.files import storage
from app.web import held
from app.web.refill import Refilled
from tests.factories import make_draft, make_person
from tests.web.applicant.test_pages import seen

PASSWORD = "une-longue-phrase"
NOBODYS = "/en/applications/00000000-0000-4000-8000-000000000000/form/idea"


def kept_by(client):
    with client.session_transaction() as session:
        return session.get("held")


@pytest.fixture
def founder(sign_in):
    return make_person(Role.APPLICANT, email="amina@exemple.ma", password=hash_password(PASSWORD))


@pytest.fixture
def address(founder):
    return f"/en/applications/{make_draft(actor=founder).id}/form/people"


@pytest.fixture
def lost(app, sign_in, founder, address):
    """A client whose typed address was posted without a session, and who signed in since."""
    marks = seen(sign_in(founder).get(address))
    client = app.test_client()
    posted = client.post(address, data={**marks, "team_size": "17", "full_time": "3", "skills": ["domain"]})
    assert posted.status_code == 303
    assert "/login" in posted.location
    assert "What you typed is kept for an hour" in client.get(posted.location).text
    entered = client.send(posted.location, {"email": founder.email, "password": PASSWORD})
    assert entered.location.endswith(address)
    return client


def test_nothing_typed_is_lost_when_the_session_ended(lost, address):
    key = f"held/{kept_by(lost)[0]['token']}"

    shown = lost.get(address)
    again = lost.get(address.replace("/en/", "/fr/"))
    saved = lost.send(address, {**seen(shown), "team_size": "17", "full_time": "3", "skills": ["domain"]})

    assert "What you typed is back in the form" in shown.text
    assert 'value="17"' in shown.text
    assert 'value="17"' in again.text
    assert saved.status_code == 303
    assert queries.answers(uuid.UUID(address.split("/")[3]))["team_size"] == 17
    assert storage.size(key) is None
    assert kept_by(lost) is None


def test_what_was_saved_while_typing_is_not_given_back_again(lost, address):
    shown = lost.get(address)
    lost.post(
        address.replace("/form/", "/autosave/"),
        data={"team_size": "20", "seen-team_size": seen(shown)["seen-team_size"]},
        headers={"X-CSRFToken": lost.get(address).text.split('name="csrf_token" value="')[1].split('"')[0]},
    )

    later = lost.get(address).text

    assert 'value="20"' in later
    assert 'value="17"' not in later
    assert 'value="3"' in later  # the other answer of the address is still given back


def test_a_text_without_a_box_is_shown_to_be_copied(lost, address, founder, monkeypatch):
    monkeypatch.setattr(held, "refill", lambda text, values, goes_to: Refilled(text, values, [], ""))

    assert '<pre class="prewrap" dir="auto">17</pre>' in lost.get(address).text


def test_a_page_that_leads_on_takes_the_text_along(lost, address):
    found = kept_by(lost)[0]
    with lost.session_transaction() as session:
        session["held"] = [{**found, "page": "/welcome"}]

    led = lost.get("/en/welcome")

    assert led.status_code == 303
    assert "17" in lost.get(led.location).text
    assert kept_by(lost)[0]["page"] == led.location.removeprefix("/en")


def test_a_signed_in_person_is_led_back_to_the_form_at_once(sign_in, founder, address):
    client = sign_in(founder)
    marks = seen(client.get(address))

    posted = client.post(address, data={**marks, "team_size": "18"}, headers={"Origin": "http://localhost"})

    assert posted.location.endswith(address)
    assert 'value="18"' in client.get(posted.location).text


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.STAFF])
def test_a_session_that_ended_elsewhere_keeps_it_too(app, sign_in, role):
    """The browser still has its token; the person is signed out all the same."""
    client = sign_in(make_person(role))
    path = "/en/account" if role is Role.APPLICANT else "/en/team/figures" if role is Role.STAFF else NOBODYS
    token = client.get("/en/account").text.split('name="csrf_token" value="')[1].split('"')[0]
    with client.session_transaction() as session:
        del session["_user_id"]

    posted = client.post(path, data={"full_name": "Zoé", "csrf_token": token})

    assert posted.status_code == 303
    assert "/login" in posted.location
    assert b"Zo" in b"".join(storage.get(f"held/{kept_by(client)[0]['token']}"))


def test_passwords_are_not_kept(app):
    client = app.test_client()

    client.post("/en/register", data={"email": "x@exemple.ma", "full_name": "Zoé", "password": "secret-secret"})

    content = b"".join(storage.get(f"held/{kept_by(client)[0]['token']}"))
    assert b"secret" not in content
    assert 'value="Zo' in client.get("/en/register").text


def test_it_is_kept_for_an_hour(lost):
    job = db.session.query(jobs.Job).filter_by(kind="file.forget").one()

    assert 3500 < (job.run_at - utcnow()).total_seconds() <= 3600


def test_the_oldest_of_six_forms_goes(app):
    client = app.test_client()
    for number in range(6):
        client.post(f"{NOBODYS}{number}", data={"pitch": "x"}, headers={"Referer": f"http://localhost{NOBODYS}"})

    assert [one["action"][-1] for one in kept_by(client)] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_a_form_of_another_site_is_not_kept(app, headers):
    client = app.test_client()

    answer = client.post(NOBODYS, data={"pitch": "x"}, headers=headers)

    assert answer.status_code == 400
    assert kept_by(client) is None


def test_too_much_is_refused_in_words(app):
    client = app.test_client()

    answer = client.post(NOBODYS, data={"pitch": "x" * 300_000})

    assert answer.status_code == 400
    assert "Go back, reload it and send again" in answer.text
    assert kept_by(client) is None


def test_another_person_does_not_see_what_was_kept(lost, address, sign_in):
    other = sign_in(make_person(Role.APPLICANT))
    with other.session_transaction() as session:
        session["held"] = kept_by(lost)

    assert other.get(address).status_code == 404


def test_a_script_reads_that_it_is_signed_out(app):
    answer = app.test_client().post(
        "/en/reviews/00000000-0000-4000-8000-000000000000/autosave", data={}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 401
    assert "signed out" in answer.json["error"]


def test_too_many_kept_forms_are_refused_in_words(app, monkeypatch):
    def full(_page, *, changed):
        raise TooManyRequests

    monkeypatch.setattr(held, "_keep", full)

    answer = app.test_client().post(NOBODYS, data={"pitch": "x"})

    assert answer.status_code == 429
    assert "Too many tries" in answer.text


def test_a_store_that_is_away_leaves_the_text_in_the_browser(app, monkeypatch):
    def away(_key, _content):
        raise OSError("disk full")

    monkeypatch.setattr(storage, "put", away)

    assert app.test_client().post(NOBODYS, data={"pitch": "x"}).status_code == 503
