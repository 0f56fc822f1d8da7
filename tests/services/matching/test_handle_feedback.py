import pytest

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.decisions.lessons import lessons
from app.matching import labels
from app.matching.services.handle_feedback import handle_feedback
from app.matching.services.record_feedback import record_feedback
from app.matching.services.snapshot_data import snapshot_data
from app.programmes import queries as programmes
from app.startups.models import MemberRole
from tests.factories import grant, make_application, make_call, make_person, save


@pytest.fixture
def said(call):
    owner = make_person(Role.APPLICANT)
    application = make_application(actor=owner, call=call)
    with transaction():
        return record_feedback(
            application_id=application.id, actor=owner, text="Plutôt là", opening_id=programmes.openings(call.id)[2].id
        )


def _answer(said, actor=None, agreed=True, answer="Vous avez raison."):
    with transaction():
        return handle_feedback(
            feedback_id=said.id, actor=actor or make_person(Role.STAFF), agreed=agreed, answer=answer
        )


def test_an_agreed_remark_becomes_a_label_of_the_next_snapshot(said):
    before = snapshot_data(lessons=lessons())

    _answer(said)
    after = snapshot_data(lessons=lessons())

    assert "feedback" not in before.counts
    assert after.counts == {**before.counts, "feedback": 1}
    (sample,) = labels.samples(lessons())
    assert sample.labels[str(said.opening_id)] == labels.values()["labels"]["feedback"]
    assert after.sha256 != before.sha256


def test_a_refused_remark_teaches_nothing(said):
    before = snapshot_data(lessons=lessons())

    _answer(said, agreed=False)

    assert snapshot_data(lessons=lessons()).sha256 == before.sha256


def test_a_remark_is_answered_once(said):
    _answer(said)

    with pytest.raises(Conflict, match="answered this remark"):
        _answer(said, agreed=False)
    db.session.refresh(said)
    assert said.agreed is True


@pytest.mark.parametrize(
    ("values", "field"), [({"agreed": None}, "agreed"), ({"answer": " "}, "answer"), ({"answer": "x" * 1001}, "answer")]
)
def test_what_is_missing_names_its_field(said, values, field):
    with pytest.raises(InvalidInput) as caught:
        _answer(said, **values)

    assert caught.value.field == field
    assert said.handled_at is None


def test_nobody_answers_outside_their_files_or_in_a_conflict(said):
    from app.applications.models import Application
    from app.startups.models import Membership

    elsewhere = grant(make_person(), Role.STAFF, call_id=make_call().id)
    startup = db.session.get(Application, said.application_id).startup_id
    related = make_person(Role.STAFF)
    save(Membership(startup_id=startup, person_id=related.id, role=MemberRole.EDITOR))

    for person in (elsewhere, related):
        with pytest.raises(NotFound):
            _answer(said, actor=person)
