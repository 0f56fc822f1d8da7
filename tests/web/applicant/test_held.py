"""A page posted after the session ended: kept, shown again after the sign-in, saved, deleted."""

from flask_security import hash_password
from werkzeug.exceptions import TooManyRequests

from app.accounts.roles import Role
from app.applications import queries
from app.files import storage
from app.web.applicant import held
from tests.factories import make_draft, make_person
from tests.web.applicant.test_pages import seen

PASSWORD = "une-longue-phrase"


def test_nothing_typed_is_lost_when_the_session_ended(app, sign_in):
    person = make_person(Role.APPLICANT, email="amina@exemple.ma", password=hash_password(PASSWORD))
    draft = make_draft(actor=person)
    path = f"/en/applications/{draft.id}/form/people"
    marks = seen(sign_in(person).get(path))
    client = app.test_client()

    posted = client.post(path, data={**marks, "team_size": "17", "full_time": "3", "skills": ["domain"]})
    with client.session_transaction() as session:
        token = session["held"]["token"]
    assert posted.status_code == 303
    assert "/login" in posted.location
    assert storage.size(f"held/{token}")

    entered = client.send(posted.location, {"email": "amina@exemple.ma", "password": PASSWORD})
    assert entered.location.endswith(path)
    shown = client.get(path)
    assert "We kept what you typed" in shown.text
    assert 'value="17"' in shown.text

    saved = client.send(path, {**seen(shown), "team_size": "17", "full_time": "3", "skills": ["domain"]})
    assert saved.status_code == 303
    assert queries.answers(draft.id)["team_size"] == 17
    assert storage.size(f"held/{token}") is None


def test_a_form_of_another_site_is_not_kept(app):
    client = app.test_client()

    answer = client.post(
        "/en/applications/00000000-0000-4000-8000-000000000000/form/people",
        data={"team_size": "1"}, headers={"Origin": "https://evil.example"},
    )  # fmt: skip

    assert answer.status_code == 400
    with client.session_transaction() as session:
        assert "held" not in session


def test_too_much_is_not_kept(app):
    client = app.test_client()

    client.post("/en/applications/00000000-0000-4000-8000-000000000000/form/idea", data={"pitch": "x" * 70_000})

    with client.session_transaction() as session:
        assert "held" not in session


def test_another_person_does_not_see_what_was_kept(app, sign_in):
    draft = make_draft()
    path = f"/en/applications/{draft.id}/form/people"
    client = app.test_client()
    client.post(path, data={"seen-team_size": "-", "team_size": "17"})
    with client.session_transaction() as session:
        known = session["held"]
    other = sign_in(make_person(Role.APPLICANT))
    with other.session_transaction() as session:
        session["held"] = known

    assert other.get(path).status_code == 404


def test_too_many_held_pages_are_refused_in_words(app, monkeypatch):
    def full(_text):
        raise TooManyRequests

    monkeypatch.setattr(held, "_keep", full)

    answer = app.test_client().post(
        "/en/applications/00000000-0000-4000-8000-000000000000/form/idea", data={"seen-pitch": "-", "pitch": "x"}
    )

    assert answer.status_code == 429
    assert "Too many tries" in answer.text
