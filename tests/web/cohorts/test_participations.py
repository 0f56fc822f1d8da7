"""One startup in an edition: the end noted, and taken back."""

import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts import queries
from app.cohorts.states import ParticipationState
from app.core.clock import today
from tests.factories import grant, make_call, make_person
from tests.services.cohorts.rows import make_participation

TODAY = today().strftime("%d/%m/%Y")


def address(participation):
    return f"/en/team/participations/{participation.id}"


def state(participation):
    return queries.participation(participation.id, sa.true()).state


def test_the_state_of_one_startup_is_said_in_words_for_one(desk):
    assert "<dd>In the programme</dd>" in desk.get(address(make_participation())).text


def test_a_finished_programme_is_noted_and_taken_back(desk):
    participation = make_participation()
    page = address(participation)

    ended = desk.send(page, {"act": "complete", "on": TODAY, "reason": ""})
    after = state(participation)
    resumed = desk.send(f"{page}/resume", page=page)

    assert (ended.status_code, resumed.status_code) == (303, 303)
    assert (after, state(participation)) == (ParticipationState.COMPLETED, ParticipationState.ACTIVE)


def test_leaving_needs_a_reason_and_everything_typed_stays(desk):
    participation = make_participation()

    refused = desk.send(address(participation), {"act": "leave", "on": TODAY, "reason": ""})
    late = desk.send(address(participation), {"act": "leave", "on": "01/01/2031", "reason": "À Dakar."})

    assert (refused.status_code, late.status_code) == (422, 422)
    assert 'href="#reason"' in refused.text
    assert 'value="leave" checked' in late.text
    assert "À Dakar." in late.text
    assert "Choose a day between" in late.text


def test_something_must_be_chosen(desk):
    participation = make_participation()

    for act in ("", "resume"):
        page = desk.send(address(participation), {"act": act, "on": TODAY})
        assert page.status_code == 422
        assert "Choose one of the two." in page.text

    assert state(participation) is ParticipationState.ACTIVE


def test_what_ended_already_is_told(desk):
    participation = make_participation(state=ParticipationState.COMPLETED, ended_on=today())

    page = desk.get(address(participation))
    again = desk.post(address(participation), data={"csrf_token": token(page.text), "act": "leave", "on": TODAY,
                                                    "reason": "Encore."})  # fmt: skip

    assert "It still takes part" in page.text
    assert again.status_code == 422
    assert "no longer possible" in again.text


def token(text):
    return text.split('name="csrf_token" value="')[1].split('"')[0]


def test_who_only_reads_finds_no_button(sign_in):
    call = make_call()
    participation = make_participation()
    client = sign_in(grant(grant(make_person(), Role.STAFF, call_id=call.id), Role.REVIEWER))

    assert client.get(address(participation)).status_code == 404
