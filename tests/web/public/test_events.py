"""Public pages of events: the list, registration, whether a certificate is valid."""

import re
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import jobs
from app.core.clock import utcnow
from app.core.db import db
from app.events.models import Registration
from app.events.states import EventState, RegistrationState
from app.mail.models import Message
from tests.factories import make_person, make_site
from tests.services.cohorts.rows import make_partner, make_startup
from tests.services.events.desk import came, make_event, make_registration, over

LIST = "/en/events"
TYPED = {"full_name": "Nadia Bennani", "email": "nadia@exemple.ma", "language": "ar", "consent": "y"}


def registrations():
    return list(db.session.scalars(sa.select(Registration)))


def test_the_list_has_coming_open_events_from_the_soonest(client):
    later, sooner = make_event(starts_at=utcnow() + timedelta(days=9)), make_event()
    for state in (EventState.DRAFT, EventState.CLOSED, EventState.CANCELLED):
        make_event(state=state)
    over()

    page = client.get(LIST)

    assert re.findall(r'href="/en/events/([^"]+)">Rencontre', page.text) == [sooner.key, later.key]


def test_an_empty_list_says_what_comes(client):
    assert "No event is open for registration now" in client.get(LIST).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, count_statements, count):
    for _ in range(count):
        make_event(site=make_site(), partner_id=make_partner().id)

    with count_statements() as statements:
        page = client.get(LIST)

    assert page.text.count("<article") == count
    assert len(statements) == 1


def test_the_page_says_when_in_moroccan_time_where_and_how_many_places_are_left(client):
    event = make_event(
        site=make_site(name={"fr": "Rabat", "ar": "الرباط", "en": "Rabat"}), capacity=3,
        starts_at=utcnow().replace(hour=15, minute=0) + timedelta(days=3),
    )  # fmt: skip
    make_registration(event)

    page = client.get(f"{LIST}/{event.key}").text

    assert "15:00 to 18:00 (Morocco time, GMT)" in page
    assert "Salle 1, Rabat" in page
    assert "2 places left" in page


def test_an_event_of_several_days_names_both(client):
    event = make_event(ends_at=utcnow() + timedelta(days=7))

    assert re.search(r"\d{4} at \d\d:\d\d, to \d+ \w+ \d{4} at", client.get(f"{LIST}/{event.key}").text)


def test_a_stranger_registers_without_an_account(client):
    event = make_event()

    done = client.send(f"{LIST}/{event.key}", TYPED)

    assert (done.status_code, done.location) == (303, f"{LIST}/{event.key}/thanks")
    one = registrations()[0]
    assert (one.full_name, one.email, one.language, one.person_id) == ("Nadia Bennani", "nadia@exemple.ma", "ar", None)
    jobs.run_all()
    assert f"/ar/events/r/{one.code}" in db.session.scalars(sa.select(Message.body)).one()


def test_a_stranger_learns_nothing_of_who_is_registered(app):
    event = make_event(capacity=1)
    make_registration(event, email="known@exemple.ma")
    make_registration(event, email="waits@exemple.ma", state=RegistrationState.WAITING)
    make_registration(event, email="gone@exemple.ma", state=RegistrationState.CANCELLED)

    answers = set()
    for name in ("known", "waits", "gone", "new"):
        client = app.test_client()
        done = client.send(f"{LIST}/{event.key}", TYPED | {"email": f"{name}@exemple.ma"})
        thanks = client.get(done.location)
        answers.add((done.status_code, done.location, done.text, thanks.text))

    assert len(answers) == 1


def test_registering_twice_sends_one_mail(client):
    event = make_event()

    for _ in range(2):
        client.send(f"{LIST}/{event.key}", TYPED)
        jobs.run_all()

    assert len(registrations()) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


def test_slips_name_each_field_and_keep_what_was_typed(client):
    event = make_event()

    page = client.send(f"{LIST}/{event.key}", {"full_name": "", "email": "nadia@", "language": "fr"})
    unseen = client.send(f"{LIST}/{event.key}", TYPED | {"full_name": "\u200b"})
    unsaid = client.send(f"{LIST}/{event.key}", {k: v for k, v in TYPED.items() if k != "consent"})

    assert {page.status_code, unseen.status_code, unsaid.status_code} == {422}
    for field in ("full_name", "email"):
        assert f'href="#{field}"' in page.text
    assert 'value="nadia@"' in page.text
    assert 'href="#full_name"' in unseen.text
    assert 'href="#consent"' in unsaid.text
    assert registrations() == []


def test_when_it_is_full_the_page_speaks_of_the_waiting_list(client):
    event = make_event(capacity=1)
    make_registration(event)

    page = client.get(f"{LIST}/{event.key}").text

    assert "Full: waiting list" in page
    assert "You can join the waiting list" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [(EventState.CLOSED, "Registration for this event is closed."), (EventState.CANCELLED, "This event is cancelled.")],
)
def test_a_closed_or_cancelled_event_has_no_form(client, state, words):
    page = client.get(f"{LIST}/{make_event(state=state).key}").text

    assert words in page
    assert 'name="full_name"' not in page


def test_a_form_that_was_open_too_long_is_refused_in_words(client):
    event, other = over(), make_event()

    page = client.send(f"{LIST}/{event.key}", TYPED, page=f"{LIST}/{other.key}")

    assert page.status_code == 422
    assert "Registration for this event is closed." in page.text


def test_a_draft_and_an_unknown_event_are_not_found(client):
    assert client.get(f"{LIST}/{make_event(state=EventState.DRAFT).key}").status_code == 404
    assert client.get(f"{LIST}/nothing").status_code == 404
    assert client.get(f"{LIST}/nothing/thanks").status_code == 404


def test_somebody_signed_in_registers_with_their_address_for_a_startup(sign_in):
    person = make_person(Role.APPLICANT, full_name="Nadia Bennani")
    startup = make_startup(owner=person)
    event, client = make_event(), sign_in(person)
    address = f"{LIST}/{event.key}"

    page = client.get(address).text
    typed = {"full_name": "Nadia B", "language": "fr", "startup": str(startup.id), "consent": "y"}
    done = client.send(address, typed | {"email": "somebody@exemple.ma"})

    assert 'value="Nadia Bennani"' in page
    assert 'name="email"' not in page
    one = registrations()[0]
    assert (one.email, one.person_id, one.startup_id) == (person.email, person.id, startup.id)
    assert done.location == f"{LIST}/r/{one.code}"
    assert "You are registered for this event." in client.get(address).text


def test_no_public_page_shows_marks_of_direction_as_text(sign_in):
    event = make_event(partner_id=make_partner(name="Pôle <Digital>").id)
    client, one = sign_in(make_person(Role.APPLICANT)), came(event)

    pages = [
        client.get(path).text
        for path in (LIST, f"{LIST}/{event.key}", f"{LIST}/r/{one.code}", f"{LIST}/certificates/{one.id}")
    ]

    assert [page.count("&lt;bdi") for page in pages] == [0, 0, 0, 0]
    assert "With \u2068Pôle &lt;Digital&gt;\u2069" in pages[0]


def test_a_page_with_a_form_is_kept_by_no_cache(client):
    event = make_event()

    assert client.get(f"{LIST}/{event.key}").headers["Cache-Control"] == "no-store"


def test_anybody_checks_a_certificate_and_reads_initials_only(client):
    one = came(over(), full_name="Nadia Bennani")

    page = client.get(f"{LIST}/certificates/{one.id}")

    assert "This certificate is valid." in page.text
    assert "N. B." in page.text
    for secret in ("Nadia", "Bennani", one.email, one.code):
        assert secret not in page.text


def test_a_guessed_or_unearned_certificate_is_not_found(client):
    one = make_registration(over())

    assert client.get(f"{LIST}/certificates/{one.id}").status_code == 404
    assert client.get(f"{LIST}/certificates/{uuid.uuid4()}").status_code == 404
    assert client.get(f"{LIST}/certificates/{one.code}").status_code == 404
