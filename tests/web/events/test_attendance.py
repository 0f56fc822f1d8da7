"""Who came: the list, the code, the door, certificates."""

import re
from datetime import timedelta

import pytest

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.events import codes
from app.events.states import RegistrationState
from tests.factories import make_person, make_site
from tests.services.events.desk import again, came, make_event, make_registration, over, running

LIST = "/en/team/events"


def test_ticked_people_are_noted_and_taken_back(desk):
    event = running()
    first, second, third = (make_registration(event) for _ in range(3))
    address = f"{LIST}/{event.id}/attendance"

    desk.send(address, {"registration": [str(first.id), str(second.id)], "act": "mark"})
    assert [again(one).attended_by for one in (first, second, third)] == ["list", "list", ""]
    done = desk.send(address, {"registration": [str(first.id)], "act": "unmark"})

    assert done.status_code == 303
    assert [again(one).attended_by for one in (first, second, third)] == ["", "list", ""]
    assert "1 presence is taken back." in desk.get(address).text


def test_before_the_day_there_is_nothing_to_tick(desk):
    event = make_event()
    one = make_registration(event)
    address = f"{LIST}/{event.id}/attendance"

    page = desk.get(address).text
    refused = desk.send(address, {"registration": [str(one.id)], "act": "mark"})

    assert 'type="checkbox"' not in page
    assert refused.status_code == 409


def test_somebody_is_found_by_name(desk):
    event = running()
    make_registration(event, full_name="فاطمة الزهراء")
    make_registration(event, full_name="Nadia")

    page = desk.get(f"{LIST}/{event.id}/attendance?q=فاطمة").text

    assert re.findall(r'<th scope="row"><bdi>([^<]+)<', page) == ["فاطمة الزهراء"]
    assert "Nobody of this name" in desk.get(f"{LIST}/{event.id}/attendance?q=zz").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(desk, count_statements, count):
    event = running(site=make_site())
    for _ in range(count):
        make_registration(event)

    with count_statements() as statements:
        page = desk.get(f"{LIST}/{event.id}/attendance")

    assert page.text.count('name="registration"') == count
    assert len(statements) == 4


def test_the_code_shows_the_person_and_the_button_notes_them(desk):
    one = make_registration(running(), full_name="Nadia Bennani")
    address = f"{LIST}/attend/{one.code}"

    shown = desk.get(address)
    done = desk.send(address)

    assert "Nadia Bennani" in shown.text
    assert (done.status_code, again(one).attended_by) == (303, "qr")
    assert "Note as present" not in desk.get(address).text


def test_a_code_is_typed_by_hand_in_groups(desk):
    event = running()
    one = make_registration(event)

    found = desk.get(f"{LIST}/{event.id}/code", query_string={"code": f" {codes.shown(one.code)} "})
    lost = desk.get(f"{LIST}/{event.id}/code?code=zzzz", follow_redirects=True)

    assert (found.status_code, found.location) == (303, f"{LIST}/attend/{one.code}")
    assert "No registration has this code" in lost.text


def test_the_address_in_the_code_needs_a_signed_in_member_of_the_team(client, sign_in, elsewhere):
    one = make_registration(running(site=make_site()))
    address = f"{LIST}/attend/{one.code}"

    assert "/login" in client.get(address).location or "sign" in client.get(address).location
    assert sign_in(make_person(Role.APPLICANT)).get(address).status_code == 403
    assert elsewhere.get(address).status_code == 404
    assert elsewhere.send(address, page=f"{LIST}/new").status_code == 404
    assert again(one).attended_at is None


def test_who_waits_is_noted_with_a_place_alone(desk):
    one = make_registration(running(capacity=0), state=RegistrationState.WAITING)
    address = f"{LIST}/attend/{one.code}"

    assert "on the waiting list" in desk.get(address).text
    assert desk.send(address, page=f"{LIST}/new").status_code == 409
    assert desk.send(address, {"act": "give_place"}).status_code == 303
    assert again(one).attended_by == "qr"


def test_who_waits_can_be_ticked_and_the_page_says_what_follows(desk):
    event = running(capacity=1)
    make_registration(event)
    address = f"{LIST}/{event.id}/attendance"
    before = desk.get(address).text
    one = make_registration(event, state=RegistrationState.WAITING)

    shown = desk.get(address).text
    desk.send(address, {"registration": [str(one.id)], "act": "mark"})

    assert ("gets a place, one more" in before, "gets a place, one more" in shown) == (False, True)
    assert f'value="{one.id}"' in shown
    assert again(one).attended_by == "list"


def test_a_code_that_was_cancelled_says_so(desk):
    one = make_registration(running(), state=RegistrationState.CANCELLED)

    assert "This registration was cancelled." in desk.get(f"{LIST}/attend/{one.code}").text


def test_somebody_at_the_door_is_added(desk):
    event = running()
    address = f"{LIST}/{event.id}/walk-in"

    refused = desk.send(address, {"full_name": "", "email": "x"}, page=f"{LIST}/{event.id}/attendance")
    done = desk.send(address, {"full_name": "Ali Idrissi"}, page=f"{LIST}/{event.id}/attendance")

    assert (refused.status_code, done.status_code) == (422, 303)
    assert 'href="#full_name"' in refused.text
    assert 'value="x"' in refused.text
    assert "Ali Idrissi" in desk.get(done.location).text


def test_a_full_room_takes_somebody_at_the_door_once_somebody_says_so(desk):
    event = running(capacity=0)

    address, list_ = f"{LIST}/{event.id}/walk-in", f"{LIST}/{event.id}/attendance"

    asked = desk.send(address, {"full_name": "Ali"}, page=list_)
    added = desk.send(address, {"full_name": "Ali", "beyond": "y"}, page=list_)

    assert 'name="beyond"' not in desk.get(list_).text
    assert asked.status_code == 422
    assert "Every place is taken. Does this person get one more?" in asked.text
    assert 'id="beyond" name="beyond"' in asked.text
    assert added.status_code == 303
    assert again(event).places_taken == 1


def test_an_event_that_is_over_no_longer_says_that_registration_is_open(desk):
    past, coming = running(ends_at=utcnow() - timedelta(minutes=1)), make_event()

    pages = [desk.get(f"{LIST}/{event.id}/attendance").text for event in (past, coming)]

    assert [page.count("Registration open") for page in pages] == [0, 1]
    assert ">Over<" in pages[0]
    assert "Registration open" not in desk.get(f"{LIST}?when=past").text


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_team_downloads_the_certificate_of_who_came(desk, language):
    event = over()
    one = came(event)

    page = desk.get(f"/{language}/team/events/{event.id}/certificates/{one.id}")

    assert page.mimetype == "application/pdf"
    assert page.data.startswith(b"%PDF-")
    assert page.headers["Content-Disposition"].startswith("attachment;")
    assert page.headers["Cache-Control"] == "no-store"


def test_there_is_no_certificate_for_who_did_not_come_or_came_elsewhere(desk, elsewhere):
    event, other = over(site=make_site()), over()
    absent, present = make_registration(event), came(event)

    assert desk.get(f"{LIST}/{event.id}/certificates/{absent.id}").status_code == 404
    assert desk.get(f"{LIST}/{other.id}/certificates/{present.id}").status_code == 404
    assert elsewhere.get(f"{LIST}/{event.id}/certificates/{present.id}").status_code == 404


def test_somebody_present_has_their_certificate_in_the_list(desk):
    event = running()
    one = make_registration(event, attended_at=utcnow(), attended_by="qr")

    page = desk.get(f"{LIST}/{event.id}/attendance").text

    assert f"/certificates/{one.id}" in page
    assert "noted by the code" in page
