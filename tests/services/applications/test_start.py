import pytest

from app.accounts.roles import Role
from app.applications.services.start import start_application
from app.applications.services.withdraw import withdraw
from app.core.clock import utcnow
from app.core.db import transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.programmes.states import CallState
from app.startups import queries as startups
from tests.factories import make_application, make_call, make_draft, make_person


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


def test_a_new_project_posted_twice_is_one():
    person, call = make_person(), make_call()

    first = _start(person, call, startup_name="Énergie Atlas")
    again = _start(person, call, startup_name=" energie  atlas\u200b")
    other = _start(person, call, startup_name="Another")

    assert first.id == again.id != other.id
    assert len(startups.of_person(person.id)) == 2


def test_a_withdrawal_is_final_for_the_call():
    person, call = make_person(Role.APPLICANT), make_call()
    sent = make_application(actor=person, call=call)
    with transaction():
        withdraw(application_id=sent.id, actor=person, reason="We stop")

    with pytest.raises(Conflict, match="final for the call"):
        _start(person, call, startup_id=sent.startup_id)
    assert _start(person, make_call(), startup_id=sent.startup_id).stage == "draft"


def test_a_name_that_nobody_can_see_is_refused():
    person, call = make_person(), make_call()

    for name in ("\u200b\u2060", "\u202e \u200d", "\u3164"):
        with pytest.raises(InvalidInput, match="name"):
            _start(person, call, startup_name=name)
    shown = _start(person, call, startup_name="\u202eAt\u200blas\x07 می\u200cخواهم")
    assert startups.get(shown.startup_id).name == "Atlas می\u200cخواهم"
