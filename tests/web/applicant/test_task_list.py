"""The task list of a draft, and the follow-up of what was sent."""

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.decisions.models import Decision
from app.decisions.services.decide import Verdict, decide
from app.decisions.states import DecisionKind
from tests.factories import make_application, make_call, make_draft, make_person, make_reason


def test_the_task_list_shows_progress_and_the_deadline(sign_in, count_statements):
    person = make_person(Role.APPLICANT)
    draft = make_draft(actor=person)
    client = sign_in(person)
    path = f"/en/applications/{draft.id}"
    client.get(path)

    with count_statements() as statements:
        page = client.get(path)

    assert "6 of 6 sections finished" in page.text
    assert "(Morocco time, GMT)" in page.text
    assert len(statements) <= 4


def test_an_empty_draft_has_everything_to_do(sign_in):
    person = make_person(Role.APPLICANT)
    draft = make_draft(actor=person, filled=False)

    page = sign_in(person).get(f"/en/applications/{draft.id}")

    assert "0 of 6 sections finished" in page.text
    assert "Not yet" in page.text


def test_the_application_of_somebody_else_is_not_found(sign_in):
    draft = make_draft()

    assert sign_in(make_person(Role.APPLICANT)).get(f"/en/applications/{draft.id}").status_code == 404


def test_a_sent_application_is_followed_under_the_same_address(sign_in):
    person = make_person(Role.APPLICANT)
    application = make_application(actor=person)

    page = sign_in(person).get(f"/en/applications/{application.id}")

    assert application.reference in page.text
    assert "Being reviewed" in page.text
    assert "Withdraw this application" in page.text


def test_a_provisional_decision_changes_no_byte(sign_in):
    person, lead, call = make_person(Role.APPLICANT), make_person(Role.LEAD), make_call()
    application = make_application(actor=person, call=call)
    client = sign_in(person)
    paths = [f"/en/applications/{application.id}", "/en/applications"]
    before = [_without_tokens(client.get(path).text) for path in paths]

    make_reason()
    with transaction():
        verdict = Verdict(kind=DecisionKind.REJECT, reason_code="stage_early")
        decide(application_id=application.id, actor=lead, verdict=verdict)

    assert db.session.query(Decision).filter_by(application_id=application.id).count() == 1
    assert [_without_tokens(client.get(path).text) for path in paths] == before


def _without_tokens(text):
    return [line for line in text.splitlines() if "csrf_token" not in line]
