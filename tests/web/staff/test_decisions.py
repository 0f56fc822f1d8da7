"""The board of a call, and the way to a batch."""

from app.accounts.roles import Role
from tests.factories import grant, make_application, make_call, make_person


def test_the_team_of_another_call_gets_404(sign_in):
    call = make_call()
    person = grant(make_person(), Role.STAFF, call_id=make_call().id)

    assert sign_in(person).get(f"/fr/team/calls/{call.key}/decisions").status_code == 404


def test_files_stand_under_their_state(sign_in, lead, decided):
    call, accepted, refused = decided()
    waiting = make_application(call=call)
    client = sign_in(lead)

    undecided = client.get(f"/en/team/calls/{call.key}/decisions").text
    provisional = client.get(f"/en/team/calls/{call.key}/decisions?show=provisional").text

    assert waiting.reference in undecided
    assert accepted.reference not in undecided
    assert accepted.reference in provisional
    assert refused.reference in provisional
    assert "Prepare the publication of 2 decisions" in undecided


def test_only_a_lead_prepares_a_batch(sign_in, lead, decided):
    call, *_files = decided()
    page = f"/en/team/calls/{call.key}/decisions"
    staff = sign_in(make_person(Role.STAFF))

    assert "Prepare the publication" not in staff.get(page).text
    answer = sign_in(lead).send(f"/en/team/calls/{call.key}/batches", {"hold": "1"}, page=page)
    assert "/en/team/batches/" in answer.location


def test_the_board_costs_the_same_for_any_number_of_files(sign_in, lead, count_statements):
    counts = []
    for size in (1, 3):
        call = make_call()
        for _ in range(size):
            make_application(call=call)
        client = sign_in(lead)
        client.get(f"/fr/team/calls/{call.key}/decisions")
        with count_statements() as statements:
            client.get(f"/fr/team/calls/{call.key}/decisions")
        counts.append(len(statements))

    assert counts[0] == counts[1]
