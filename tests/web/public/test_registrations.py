"""A person's own page: QR code, giving the place back, feedback, certificate, calendar."""

import re
from base64 import b64decode

from app.core.clock import utcnow
from app.events.states import EventState, RegistrationState
from tests.services.events.desk import again, came, enter, make_event, make_registration, over, running

PAGE = "/en/events/r"


def test_the_page_shows_the_code_as_a_picture_of_ours_and_as_letters(client):
    one = make_registration(make_event(), code="abcdefghjkmnpqrs")

    page = client.get(f"{PAGE}/{one.code}")

    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.text)[1]
    assert b64decode(picture).lstrip().startswith(b"<?xml")
    assert "ABCD-EFGH-JKMN-PQRS" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_guessed_code_and_the_identifier_are_not_found(client):
    one = came(over())
    paths = ("", "/certificate", "/calendar.ics")

    for code in ("abcdefghjkmnpqrs", str(one.id)):
        assert {client.get(f"{PAGE}/{code}{path}").status_code for path in paths} == {404}
    for act in ("cancel", "feedback"):
        assert client.send(f"{PAGE}/zzzz/{act}", {"rating": "3"}, page="/en/login").status_code == 404


def test_a_place_is_given_back_after_one_question(client):
    one = make_registration(make_event())

    own = client.get(f"{PAGE}/{one.code}").text
    asked = client.get(f"{PAGE}/{one.code}/cancel").text
    done = client.send(f"{PAGE}/{one.code}/cancel", page=f"{PAGE}/{one.code}/cancel")

    assert f'href="{PAGE}/{one.code}/cancel"' in own
    assert "Your place goes to the first on the waiting list." in asked
    assert (done.status_code, again(one).state) == (303, RegistrationState.CANCELLED)
    assert "Register again" in client.get(f"{PAGE}/{one.code}").text


def test_nothing_is_cancelled_by_following_a_link(client):
    one = make_registration(make_event())

    assert client.get(f"{PAGE}/{one.code}/cancel").status_code == 200
    assert again(one).state is RegistrationState.REGISTERED


def test_who_waits_is_told_what_they_really_lose(client):
    one = make_registration(make_event(capacity=0), state=RegistrationState.WAITING)

    own, asked = (client.get(f"{PAGE}/{one.code}{path}").text for path in ("", "/cancel"))

    assert "those behind you move up" in own
    assert "You lose your place in the order." in asked
    assert ["our place goes to" in page for page in (own, asked)] == [False, False]


def test_there_is_nothing_to_ask_once_it_is_cancelled_or_has_begun(client):
    for one in (make_registration(make_event(), state=RegistrationState.CANCELLED), make_registration(running())):
        answer = client.get(f"{PAGE}/{one.code}/cancel")
        assert (answer.status_code, answer.location) == (303, f"{PAGE}/{one.code}")


def test_a_late_cancelling_is_refused_in_words(client):
    one, other = make_registration(running()), make_registration(make_event())

    page = client.send(f"{PAGE}/{one.code}/cancel", page=f"{PAGE}/{other.code}/cancel")

    assert page.status_code == 409
    assert "The event has begun" in page.text


def test_who_waits_reads_how_many_are_before(client):
    event = make_event(capacity=1)
    _first, second, third = (enter(event, f"{name}@exemple.ma") for name in "abc")

    assert "You are the first." in client.get(f"{PAGE}/{second.code}").text
    page = client.get(f"{PAGE}/{third.code}").text
    assert "1 person is before you." in page
    assert "data:image" not in page


def test_who_came_gives_feedback_after_the_event(client):
    one = came(over())
    address = f"{PAGE}/{one.code}"

    refused = client.send(f"{address}/feedback", {"rating": "", "text": "Bien."}, page=address)
    odd = client.send(f"{address}/feedback", {"rating": "٣x"}, page=address)
    done = client.send(f"{address}/feedback", {"rating": "4", "text": "Bien."}, page=address)

    assert (refused.status_code, odd.status_code, done.status_code) == (422, 422, 303)
    assert 'href="#rating"' in refused.text
    assert "Bien." in refused.text
    assert (again(one).rating, again(one).feedback) == (4, "Bien.")
    assert "Bien." in client.get(address).text


def test_nobody_is_asked_before_the_end_or_without_having_come(client):
    still = make_registration(running(), attended_at=utcnow(), attended_by="qr")
    absent = make_registration(over())

    for one in (still, absent):
        assert 'name="rating"' not in client.get(f"{PAGE}/{one.code}").text
    other = came(over())
    page = client.send(f"{PAGE}/{absent.code}/feedback", {"rating": "4"}, page=f"{PAGE}/{other.code}")
    assert page.status_code == 409


def test_the_certificate_is_for_those_who_came(client):
    present, absent = came(over()), make_registration(over())

    page = client.get(f"{PAGE}/{present.code}/certificate")

    assert page.data.startswith(b"%PDF-")
    assert page.headers["Cache-Control"] == "private, no-store"
    assert client.get(f"{PAGE}/{absent.code}/certificate").status_code == 404
    assert "/certificate" not in client.get(f"{PAGE}/{absent.code}").text


def test_the_event_goes_into_a_calendar(client):
    one = make_registration(make_event())

    page = client.get(f"{PAGE}/{one.code}/calendar.ics")

    assert page.mimetype == "text/calendar"
    assert f"/en/events/r/{one.code}" in page.text.replace("\r\n ", "")


def test_a_cancelled_event_says_so(client):
    one = make_registration(make_event(state=EventState.CANCELLED))

    page = client.get(f"{PAGE}/{one.code}").text

    assert "This event is cancelled." in page
    assert "data:image" not in page
    assert f"{one.code}/calendar.ics" in page
