import pytest

from app.accounts.roles import Role
from app.applications.services.start import start_application
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, NotAllowed
from app.programmes.states import CallState
from tests.factories import make_call, make_draft, make_person


def _start(person, call, **values):
    with transaction():
        return start_application(actor=person, call_id=call.id, language="fr", **values)


def test_a_draft_and_its_startup_are_made():
    person, call = make_person(), make_call()

    application = _start(person, call, startup_name="Atlas")

    assert (application.stage, application.call_id) == ("draft", call.id)
    assert person.has(Role.APPLICANT)


def test_starting_again_gives_the_same_draft():
    person, call = make_person(), make_call()
    first = _start(person, call, startup_name="Atlas")

    assert _start(person, call, startup_id=first.startup_id).id == first.id


def test_a_closed_call_refuses():
    call = make_call(state=CallState.CLOSED)

    with pytest.raises(Conflict, match="not open"):
        _start(make_person(), call, startup_name="Atlas")


def test_a_call_past_its_date_refuses_new_drafts_even_in_the_grace():
    from datetime import timedelta

    call = make_call(closes_at=utcnow() - timedelta(minutes=1), opens_at=utcnow() - timedelta(days=1))

    with pytest.raises(Conflict):
        _start(make_person(), call, startup_name="Atlas")


def test_somebody_elses_startup_refuses():
    draft = make_draft(filled=False)

    with pytest.raises(NotAllowed):
        _start(make_person(), make_call(), startup_id=draft.startup_id)


def test_what_is_known_is_filled_in():
    person = make_person(Role.APPLICANT)
    before = make_draft(actor=person)
    from app.applications import queries

    after = _start(person, make_call(), startup_id=before.startup_id)

    assert queries.answers(after.id)["problem"] == queries.answers(before.id)["problem"]
    assert "start" not in queries.answers(after.id)
