"""Calls: created with form and rubric, opened, extended, closed; dates in Moroccan time."""

import uuid
from datetime import UTC, datetime

import pytest

from app.programmes import queries
from app.programmes.states import CallState
from app.questionnaires import queries as questionnaires
from app.reviews import queries as reviews
from tests.factories import form_version, make_call, make_programme, make_site, rubric

FILLED = {
    "title-fr": "Appel", "title-ar": "طلب", "title-en": "Call", "summary-fr": "a", "summary-ar": "b", "summary-en": "c",
    "opens_at": "01/02/2027 09:00", "closes_at": "28/02/2027 23:59", "grace_minutes": "15", "answers_by": "",
    "offer_days": "10", "retention_months": "36", "blind": "y",
}  # fmt: skip


def test_a_new_call_uses_the_latest_form_and_rubric(client_of):
    version, latest = form_version(), rubric()

    answer = client_of.send("/en/admin/calls/new", {**FILLED, "key": "hiver-2027"})

    call = queries.call_by_key("hiver-2027")
    assert answer.status_code == 303
    assert call.state is CallState.DRAFT
    assert call.blind is True
    assert call.closes_at == datetime(2027, 2, 28, 23, 59, tzinfo=UTC)
    assert questionnaires.of_call(call.id) == version.id
    assert reviews.rubric_of_call(call.id).id == latest.id


def test_a_slip_in_a_date_is_told_and_kept(client_of):
    page = client_of.send("/en/admin/calls/new", {**FILLED, "key": "hiver-2027", "closes_at": "fin février"})

    assert page.status_code == 422
    assert "Write date and time like 31/12/2026 23:59." in page.text
    assert "fin février" in page.text


def test_a_call_without_a_seat_does_not_open(client_of):
    call = make_call(openings=0, state=CallState.DRAFT)

    page = client_of.send(f"/en/admin/calls/{call.key}/open", page=f"/en/admin/calls/{call.key}")

    assert page.status_code == 422
    assert "Add at least one opening with a seat" in page.text


def test_an_opening_is_added_and_the_call_opened(client_of):
    call = make_call(openings=0, state=CallState.DRAFT)
    programme, site = make_programme(), make_site()
    page = f"/en/admin/calls/{call.key}"

    chosen = {"programme": str(programme.id), "site": str(site.id), "seats": "7", "starts_on": "01/03/2027"}
    added = client_of.send(f"{page}/opening", chosen, page=page)
    opened = client_of.send(f"{page}/open", page=page)

    (opening,) = queries.openings(call.id)
    assert added.status_code == opened.status_code == 303
    assert (opening.seats, opening.starts_on.isoformat()) == (7, "2027-03-01")
    assert queries.call_by_key(call.key).state is CallState.OPEN


def test_seats_of_another_call_are_not_touched(client_of):
    call, other = make_call(), make_call()
    page = f"/en/admin/calls/{call.key}"
    foreign, own = queries.openings(other.id)[0], queries.openings(call.id)[0]

    refused = client_of.send(f"{page}/seats", {"opening": str(foreign.id), "seats": "9"}, page=page)
    done = client_of.send(f"{page}/seats", {"opening": str(own.id), "seats": "9"}, page=page)

    assert refused.status_code == 422
    assert done.status_code == 303
    assert queries.opening(own.id).seats == 9


def test_more_time_needs_a_date_ahead_and_a_reason(client_of):
    call = make_call()
    page = f"/en/admin/calls/{call.key}"

    early = client_of.send(f"{page}/extend", {"until": "01/01/2020 10:00", "reason": "Panne"}, page=page)
    silent = client_of.send(f"{page}/extend", {"until": "01/01/2040 10:00"}, page=page)
    done = client_of.send(f"{page}/extend", {"until": "01/01/2040 10:00", "reason": "Panne"}, page=page)

    assert early.status_code == silent.status_code == 422
    assert "01/01/2020 10:00" in early.text
    assert done.status_code == 303
    assert queries.call_by_key(call.key).closes_at == datetime(2040, 1, 1, 10, tzinfo=UTC)


def test_texts_of_an_open_call_change_and_its_dates_are_not_offered(client_of):
    call = make_call()
    page = f"/en/admin/calls/{call.key}/texts"

    shown = client_of.get(page).text
    answer = client_of.send(page, {**FILLED, "title-en": "Renamed"})

    assert 'name="closes_at"' not in shown
    assert answer.status_code == 303
    assert queries.call_by_key(call.key).title["en"] == "Renamed"


def test_a_call_is_closed_then_archived(client_of):
    call = make_call()
    page = f"/en/admin/calls/{call.key}"

    client_of.send(f"{page}/close", {"reason": "Complet"}, page=page)
    client_of.send(f"{page}/archive", page=page)

    assert queries.call_by_key(call.key).state is CallState.ARCHIVED


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"closes_at": "28/02/2127 23:59"}, "Write a year between 2020 and 2100."),
        ({"answers_by": "01/03/2127"}, "Write a year between 2020 and 2100."),
        ({"answers_by": f"01/01/{'9' * 40}"}, "Write a date like 31/12/2026."),
        ({"answers_by": "01/02/2027"}, "Answers cannot be promised for a day before the call closes."),
        ({"opens_at": "01/01/2026 09:00", "closes_at": "02/01/2026 09:00"}, "Choose a date in the future."),
        ({"key": "new"}, "Choose another short name."),
        ({"key": "É" * 61}, "Shorten this text: 1 character too many."),
        ({"grace_minutes": "9" * 30}, "Write a number between 0 and 1440."),
    ],
)
def test_what_a_call_cannot_be_is_told_once(client_of, typed, told):
    page = client_of.send("/en/admin/calls/new", {**FILLED, "key": "hiver-2027", **typed})

    assert page.status_code == 422
    assert told in page.text
    assert page.text.count('class="err"') == 1


def test_a_closing_date_is_corrected_to_an_earlier_one(client_of):
    call = make_call()
    page = f"/en/admin/calls/{call.key}"

    client_of.send(f"{page}/extend", {"until": "01/01/2060 10:00", "reason": "Panne"}, page=page)
    far = client_of.send(f"{page}/extend", {"until": "01/01/2160 10:00", "reason": "Panne"}, page=page)
    done = client_of.send(f"{page}/extend", {"until": "01/01/2040 10:00", "reason": "Erreur"}, page=page)

    assert far.status_code == 422
    assert "Write a year between 2020 and 2100." in far.text
    assert done.status_code == 303
    assert queries.call_by_key(call.key).closes_at == datetime(2040, 1, 1, 10, tzinfo=UTC)


def test_an_opening_needs_a_programme_and_a_site_that_exist(client_of):
    call = make_call(openings=0, state=CallState.DRAFT)
    page = f"/en/admin/calls/{call.key}"

    chosen = {"programme": str(uuid.uuid4()), "site": str(make_site().id), "seats": "7"}
    answer = client_of.send(f"{page}/opening", chosen, page=page)

    assert answer.status_code == 422
    assert "Choose a programme and a site." in answer.text


def test_a_number_of_seats_too_long_to_read_is_refused(client_of):
    call = make_call()
    page = f"/en/admin/calls/{call.key}"

    typed = {"opening": str(queries.openings(call.id)[0].id), "seats": "9" * 5000}

    assert client_of.send(f"{page}/seats", typed, page=page).status_code == 422


def test_the_setting_of_a_blind_call_says_what_it_hides(client_of):
    page = client_of.get("/en/admin/calls/new").text

    assert 'id="blind" name="blind"' in page
    assert "the names of the startup and of its members, mail and web addresses" in page
