"""One's own account, and where one lands."""

from app.accounts.roles import Role
from tests.factories import make_person


def test_the_account_page_needs_an_account(client):
    assert client.get("/fr/account").status_code == 303


def test_name_and_language_are_saved(sign_in):
    person = make_person(Role.APPLICANT)
    client = sign_in(person)

    answer = client.send("/fr/account", {"full_name": "Amina", "language": "ar"})

    assert answer.status_code == 303
    assert 'value="Amina"' in client.get("/ar/account").text


def test_an_empty_name_is_refused_with_the_summary(sign_in):
    answer = sign_in(make_person(Role.APPLICANT)).send("/en/account", {"full_name": " ", "language": "fr"})

    assert answer.status_code == 422
    assert 'href="#full_name"' in answer.text


def test_welcome_leads_back_to_where_one_was(sign_in):
    client = sign_in(make_person(Role.APPLICANT))
    with client.session_transaction() as session:
        session["next"] = "/fr/applications"

    assert client.get("/fr/welcome").location == "/fr/applications"


def test_welcome_never_leads_to_another_site(sign_in):
    client = sign_in(make_person(Role.APPLICANT))
    with client.session_transaction() as session:
        session["next"] = "//evil.example"

    assert client.get("/fr/welcome").location == "/fr/applications"


def test_signing_out_everywhere_ends_the_session(sign_in):
    client = sign_in(make_person(Role.APPLICANT))

    client.send("/fr/account/sign-out-everywhere", page="/fr/account")

    assert client.get("/fr/account").status_code == 303
