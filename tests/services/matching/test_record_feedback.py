import pytest

from app.accounts.roles import Role
from app.applications.services.withdraw import withdraw
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotFound
from app.matching.models import Feedback
from app.matching.services.record_feedback import record_feedback
from app.programmes import queries as programmes
from tests.factories import make_application, make_call, make_draft, make_person


@pytest.fixture
def owner():
    return make_person(Role.APPLICANT)


@pytest.fixture
def application(owner, call):
    return make_application(actor=owner, call=call)


def _say(application, actor, text="Non", **values):
    with transaction():
        return record_feedback(application_id=application.id, actor=actor, text=text, **values)


def test_one_row_per_person_and_application_whose_words_are_not_in_the_trace(owner, application):
    first = _say(application, owner, "  Pas le bon secteur ")
    again = _say(application, owner, "Trop loin", opening_id=programmes.openings(application.call_id)[2].id)

    assert first.id == again.id
    assert db.session.query(Feedback).one().text == "Trop loin"
    events = db.session.query(AuditEvent).filter_by(action="feedback.record").all()
    assert len(events) == 2
    assert "secteur" not in str([(event.before, event.after, event.details) for event in events])


def test_strangers_learn_nothing(application):
    with pytest.raises(NotFound):
        _say(application, make_person(Role.APPLICANT))


def test_there_must_be_a_card(owner, call):
    draft = make_draft(actor=owner, call=call)

    with pytest.raises(Conflict, match="no card"):
        _say(draft, owner)


def test_a_withdrawn_file_is_not_talked_about(owner, application):
    with transaction():
        withdraw(application_id=application.id, actor=owner, reason="Autre projet")

    with pytest.raises(Conflict, match="no card"):
        _say(application, owner)


@pytest.mark.parametrize(("text", "field"), [(" ", "text"), ("x" * 1001, "text")])
def test_what_cannot_be_used_names_its_field(owner, application, text, field):
    with pytest.raises(InvalidInput) as caught:
        _say(application, owner, text)

    assert caught.value.field == field


def test_only_places_of_the_call_can_be_named(owner, application):
    with pytest.raises(InvalidInput) as caught:
        _say(application, owner, opening_id=programmes.openings(make_call().id)[0].id)

    assert caught.value.field == "opening"
