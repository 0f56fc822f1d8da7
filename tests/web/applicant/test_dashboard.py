"""My applications, and how one begins."""

from datetime import timedelta

from app.accounts.roles import Role
from app.applications import queries
from app.core.clock import utcnow
from tests.factories import make_application, make_call, make_draft, make_person


def test_signed_out_people_come_back_after_signing_in(client):
    call = make_call()

    answer = client.get(f"/fr/calls/{call.key}/apply")

    assert answer.status_code == 303
    assert "/login" in answer.location
    with client.session_transaction() as session:
        assert session["next"] == f"/fr/calls/{call.key}/apply"


def test_the_empty_list_leads_to_the_calls(sign_in):
    assert "You have no application yet" in sign_in(make_person(Role.APPLICANT)).get("/en/applications").text


def test_cards_cost_the_same_for_any_number(sign_in, count_statements):
    person, call = make_person(Role.APPLICANT), make_call()
    make_application(actor=person, call=call)
    for _ in range(2):
        make_draft(actor=person, call=call, filled=False)

    client = sign_in(person)

    with count_statements() as statements:
        page = client.get("/en/applications")

    assert page.text.count("To be sent by you, before") == 2
    assert "Being reviewed" in page.text
    assert len(statements) <= 6


def test_starting_makes_a_draft_once(sign_in):
    person, call = make_person(), make_call()
    client = sign_in(person)

    answer = client.send(f"/fr/calls/{call.key}/apply", {"name": "Atlas Grid"})
    application = queries.of_person(person.id)[0]
    again = client.send(f"/fr/calls/{call.key}/apply", {"startup": str(application.startup_id)})

    assert answer.status_code == 303
    assert answer.location == again.location == f"/fr/applications/{application.id}"


def test_a_startup_without_a_name_is_refused(sign_in):
    answer = sign_in(make_person()).send(f"/en/calls/{make_call().key}/apply", {"name": " "})

    assert answer.status_code == 422
    assert 'href="#name"' in answer.text


def test_a_closed_call_cannot_be_started(sign_in):
    call = make_call(closes_at=utcnow() - timedelta(minutes=1))
    client = sign_in(make_person())

    assert "This call is not open" in client.get(f"/en/calls/{call.key}/apply").text
    assert client.send(f"/en/calls/{call.key}/apply", {"name": "Late"}, page="/en/account").status_code == 409


def test_the_startup_of_somebody_else_is_never_taken(sign_in):
    call, other = make_call(), make_draft()
    person = make_person()

    sign_in(person).send(f"/en/calls/{call.key}/apply", {"startup": str(other.startup_id), "name": "Mine"})

    assert queries.of_person(person.id)[0].startup_id != other.startup_id


def test_nothing_is_preselected_and_a_typed_name_is_a_new_project(sign_in):
    person, call = make_person(Role.APPLICANT), make_call()
    make_draft(actor=person)
    client, path = sign_in(person), f"/en/calls/{call.key}/apply"

    assert " checked" not in client.get(path).text
    assert client.send(path, {"name": "Atlas Two"}).status_code == 303
    assert queries.of_person(person.id)[0].startup.name == "Atlas Two"


def test_a_startup_and_a_name_or_neither_is_refused(sign_in):
    person, call = make_person(Role.APPLICANT), make_call()
    draft = make_draft(actor=person)
    client, path = sign_in(person), f"/en/calls/{call.key}/apply"

    both = client.send(path, {"startup": str(draft.startup_id), "name": "Atlas Two"})
    neither = client.send(path, {"name": "\u200b"})

    assert (both.status_code, neither.status_code) == (422, 422)
    assert "Choose one of the two" in both.text
    assert 'value="Atlas Two"' in both.text and " checked" in both.text
    assert 'href="#startup"' in neither.text and 'id="startup"' in neither.text


def test_a_withdrawn_startup_is_told_so_on_the_start_page(sign_in):
    person, call = make_person(Role.APPLICANT), make_call()
    sent = make_application(actor=person, call=call)
    client = sign_in(person)
    page = client.get(f"/en/applications/{sent.id}/withdraw")
    client.send(f"/en/applications/{sent.id}/withdraw", {"reason": "We stop"})

    answer = client.send(f"/en/calls/{call.key}/apply", {"startup": str(sent.startup_id)})

    assert "final for this call" in page.text
    assert answer.status_code == 409
    assert "A withdrawal is final for the call." in answer.text
    assert "Begin</button>" in answer.text
