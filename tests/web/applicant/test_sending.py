"""Check and send, the confirmation, the copy, taking back."""

import re
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.applications import queries
from app.applications.models import Application, Snapshot
from app.applications.states import Stage
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.mail.models import Message
from app.startups.models import MemberRole, Membership
from tests.factories import make_application, make_call, make_draft, make_person, save

YES = {"declared": "y", "consented": "y"}


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


def test_the_check_page_lists_answers_and_what_is_missing(sign_in, owner):
    draft = make_draft(actor=owner, pitch=[])

    page = sign_in(owner).get(f"/en/applications/{draft.id}/check")

    assert "1 thing is missing before you can send:" in page.text
    assert f"/en/applications/{draft.id}/form/idea?back=check" in page.text
    assert "Casablanca" in page.text


def test_sending_leads_to_the_confirmation(sign_in, owner):
    draft = make_draft(actor=owner)
    client = sign_in(owner)

    answer = client.send(f"/en/applications/{draft.id}/check", YES)
    page = client.get(answer.location)

    assert answer.status_code == 303
    application = db.session.get(Application, draft.id)
    assert application.reference in page.text
    assert "Answer by" in page.text


def test_sending_twice_gives_one_application_and_one_receipt(sign_in, owner):
    draft = make_draft(actor=owner)
    client, path = sign_in(owner), f"/en/applications/{draft.id}/check"
    token = re.search(r'csrf_token" value="([^"]+)"', client.get(path).text)[1]

    answers = [client.post(path, data={**YES, "csrf_token": token, "row_version": "1"}) for _ in range(1)]
    version = re.search(r'row_version" value="(\d+)"', client.get(path).text)[1]
    answers += [client.post(path, data={**YES, "csrf_token": token, "row_version": version}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [422, 303, 303, 303]
    assert db.session.query(Snapshot).filter_by(application_id=draft.id).count() == 1
    assert db.session.query(Message).filter_by(about_id=draft.id).count() == 1


def test_boxes_must_be_ticked_and_say_so(sign_in, owner):
    draft = make_draft(actor=owner)
    client = sign_in(owner)

    declared = client.send(f"/en/applications/{draft.id}/check", {"consented": "y"})
    consented = client.send(f"/en/applications/{draft.id}/check", {"declared": "y"})

    assert (declared.status_code, consented.status_code) == (422, 422)
    assert 'href="#declared"' in declared.text
    assert 'href="#consented"' in consented.text


def test_a_call_that_closed_in_an_open_tab_says_what_is_kept(sign_in, owner):
    call = make_call()
    draft = make_draft(actor=owner, call=call)
    client, path = sign_in(owner), f"/en/applications/{draft.id}/check"
    token = re.search(r'csrf_token" value="([^"]+)"', client.get(path).text)[1]
    with transaction():
        call.opens_at, call.closes_at = utcnow() - timedelta(days=9), utcnow() - timedelta(days=1)

    answer = client.post(path, data={**YES, "csrf_token": token})

    assert answer.status_code == 409
    assert "Nothing you wrote is lost" in answer.text
    assert db.session.get(Application, draft.id).stage is Stage.DRAFT


def test_only_the_owner_sends(sign_in, owner):
    draft = make_draft(actor=owner)
    editor = make_person(Role.APPLICANT)
    save(Membership(startup_id=draft.startup_id, person_id=editor.id, role=MemberRole.EDITOR))
    client = sign_in(editor)

    page = client.get(f"/en/applications/{draft.id}/check")
    answer = client.send(f"/en/applications/{draft.id}/check", YES, page="/en/account")

    assert "Send the application" not in page.text
    assert answer.status_code == 422
    assert db.session.get(Application, draft.id).stage is Stage.DRAFT


def test_the_copy_comes_from_the_snapshot(sign_in, owner):
    application = make_application(actor=owner)
    snapshot = queries.snapshot(application.id)

    page = sign_in(owner).get(f"/en/applications/{application.id}/copy")

    assert snapshot.sha256 in page.text
    assert "Des capteurs pour irriguer mieux." in page.text


@pytest.mark.parametrize("view", ["check", "sent", "copy", "withdraw"])
def test_strangers_get_404(sign_in, view):
    application = make_application()

    assert sign_in(make_person()).get(f"/en/applications/{application.id}/{view}").status_code == 404


def test_a_draft_has_no_copy_and_no_confirmation(sign_in, owner):
    draft = make_draft(actor=owner)
    client = sign_in(owner)

    assert client.get(f"/en/applications/{draft.id}/copy").status_code == 404
    assert client.get(f"/en/applications/{draft.id}/sent").status_code == 303


def test_withdrawing_needs_a_reason_and_shows_the_state(sign_in, owner):
    application = make_application(actor=owner)
    client, path = sign_in(owner), f"/en/applications/{application.id}/withdraw"

    refused = client.send(path, {"reason": ""})
    done = client.send(path, {"reason": "We found an office."})

    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert done.status_code == 303
    assert "You withdrew this application." in client.get(done.location).text
