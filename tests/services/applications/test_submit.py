import hashlib
import json

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications import queries
from app.applications.models import ApplicationText
from app.applications.services.submit import submit_application
from app.core import audit
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.reference import is_valid
from app.mail.models import Message
from app.startups.models import MemberRole, Membership, Startup
from tests.factories import make_application, make_draft, make_person, save


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


def _submit(draft, actor, **values):
    values = {"declared": True, "consented": True} | values
    with transaction():
        return submit_application(application_id=draft.id, actor=actor, **values)


def test_what_is_left_behind(owner):
    draft = make_draft(actor=owner)

    sent = _submit(draft, owner)

    snapshot = queries.snapshot(sent.id)
    content = json.loads(snapshot.content)
    assert (sent.stage, is_valid(sent.reference)) == ("submitted", True)
    assert snapshot.sha256 == hashlib.sha256(snapshot.content.encode()).hexdigest()
    assert content["answers"]["pitch"] == "Des capteurs pour irriguer mieux."
    assert content["consent_version"] == sent.consent_version == "2026-11"
    assert [m.purpose for m in db.session.query(Message)] == ["receipt"]
    assert audit.history(sent.id)[0].action == "application.submit"
    assert db.session.scalar(sa.select(ApplicationText.body)).count("irriguer") == 1
    assert db.session.get(Startup, sent.startup_id).phone == "+212612345678"


def test_sending_twice_changes_nothing(owner):
    draft = make_draft(actor=owner)
    first = _submit(draft, owner)
    again = _submit(draft, owner)

    assert (again.reference, again.submitted_at) == (first.reference, first.submitted_at)
    assert db.session.query(Message).count() == 1


def test_hidden_answers_are_not_in_the_copy(owner):
    sent = make_application(actor=owner, company_status=["sarl"], ice=["001509176000008"])
    hidden = make_application(actor=owner, company_status=["not_created"], ice=["001509176000008"])

    assert json.loads(queries.snapshot(sent.id).content)["answers"]["ice"] == "001509176000008"
    assert "ice" not in json.loads(queries.snapshot(hidden.id).content)["answers"]


@pytest.mark.parametrize(
    ("answers", "values", "field"),
    [
        ({"problem": []}, {}, "answers"),
        ({}, {"declared": False}, "declared"),
        ({}, {"consented": False}, "consented"),
    ],
)
def test_what_is_missing_is_said(owner, answers, values, field):
    draft = make_draft(actor=owner, **answers)

    with pytest.raises(InvalidInput) as caught:
        _submit(draft, owner, **values)
    assert caught.value.field == field


def test_answers_changed_since_they_were_checked(owner):
    draft = make_draft(actor=owner)

    with pytest.raises(Conflict, match="changed since"):
        _submit(draft, owner, row_version=1)


def test_only_the_owner_sends(owner):
    draft = make_draft(actor=owner)
    editor = make_person()
    save(Membership(startup_id=draft.startup_id, person_id=editor.id, role=MemberRole.EDITOR))

    with pytest.raises(NotAllowed):
        _submit(draft, editor)
    with pytest.raises(NotFound):
        _submit(draft, make_person())
