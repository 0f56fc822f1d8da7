"""The team's list of events, a new one, changes."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.core.db import db
from app.events.models import Event
from app.events.states import EventKind, EventState, RegistrationState
from tests.factories import grant, make_call, make_person, make_programme, make_site
from tests.services.cohorts.rows import make_partner
from tests.services.events.desk import came, make_event, make_registration, over

LIST = "/en/team/events"
TYPED = {
    "key": "rencontre", "kind": "funding", "starts_at": "31/12/2026 15:00", "ends_at": "31/12/2026 18:00",
    "place": "Salle 1", "capacity": "40", "site_id": "", "programme_id": "", "partner_id": "", **{f"title-{code}": f"Titre {code}" for code in ("fr", "ar", "en")},
    **{f"description-{code}": f"Texte {code}" for code in ("fr", "ar", "en")},
}  # fmt: skip


def keys(text):
    return re.findall(r'<th scope="row"><a href="[^"]*">Rencontre (\d+) en<', text)


def names(*events):
    return [re.search(r"\d+", event.title["en"])[0] for event in events]


def test_coming_events_stand_from_the_soonest_and_past_ones_from_the_latest(desk):
    now = utcnow()
    later, sooner = make_event(starts_at=now + timedelta(days=9)), make_event(starts_at=now + timedelta(days=1))
    old, recent = make_event(starts_at=now - timedelta(days=9)), make_event(starts_at=now - timedelta(days=2))

    assert keys(desk.get(LIST).text) == names(sooner, later)
    assert keys(desk.get(f"{LIST}?when=past").text) == names(recent, old)


def test_events_are_filtered_by_kind_year_and_site(desk):
    site, year = make_site(), (utcnow() + timedelta(days=5)).year
    one = make_event(site=site, kind=EventKind.TRAINING)
    other = make_event(starts_at=utcnow() + timedelta(days=800))

    def shown(**asked):
        return keys(desk.get(LIST, query_string=asked).text)

    assert shown(kind="training") == shown(site=site.key) == shown(year=year) == names(one)
    assert shown(kind="x", year="x") == names(one, other)
    assert "No event matches these filters" in desk.get(f"{LIST}?site=nowhere").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(desk, count_statements, count):
    site = make_site()
    for _ in range(count):
        came(over(site=site))

    with count_statements() as statements:
        page = desk.get(f"{LIST}?when=past")

    assert len(keys(page.text)) == count
    assert len(statements) == 4


def test_pages_follow_each_other(desk):
    for number in range(51):
        make_event(starts_at=utcnow() + timedelta(days=1 + number))

    first = desk.get(LIST).text
    after = re.search(r'href="([^"]*cursor=[^"]*)" rel="next"', first)[1]
    second = desk.get(after.replace("&amp;", "&")).text

    assert (len(keys(first)), len(keys(second))) == (50, 1)


def test_staff_of_a_site_see_its_events_and_those_without_a_site(sign_in):
    here, there = make_site(), make_site()
    near, nowhere = make_event(site=here), make_event(starts_at=utcnow() + timedelta(days=8))
    far = make_event(site=there)
    client = sign_in(grant(make_person(), Role.STAFF, site_id=here.id))

    assert keys(client.get(LIST).text) == names(near, nowhere)
    assert client.get(f"{LIST}/{near.id}").status_code == 200
    for part in ("", "/edit", "/attendance", "/results", "/cancel", "/code"):
        assert client.get(f"{LIST}/{far.id}{part}").status_code == 404


def test_staff_of_one_call_see_no_event(sign_in):
    event = make_event()
    client = sign_in(grant(make_person(), Role.STAFF, call_id=make_call(openings=0).id))

    assert keys(client.get(LIST).text) == []
    assert client.get(f"{LIST}/{event.id}").status_code == 404
    assert client.get(f"{LIST}/new").status_code == 403


def test_an_event_is_created_once_with_moroccan_times(desk):
    programme, site, partner = make_programme(), make_site(), make_partner()
    typed = TYPED | {"site_id": str(site.id), "programme_id": str(programme.id), "partner_id": str(partner.id)}

    once = re.search(r'name="made" value="([^"]+)"', desk.get(f"{LIST}/new").text)[1]

    made, twice = (desk.send(f"{LIST}/new", typed | {"made": once}) for _ in range(2))
    again = desk.send(f"{LIST}/new", typed)

    event = db.session.scalars(sa.select(Event)).one()
    assert (made.status_code, made.location) == (303, f"{LIST}/{event.id}")
    assert (twice.status_code, twice.location) == (303, made.location)
    assert (event.state, event.capacity, event.starts_at.isoformat()) == (
        EventState.DRAFT, 40, "2026-12-31T15:00:00+00:00",
    )  # fmt: skip
    assert (event.site_id, event.programme_id, event.partner_id) == (site.id, programme.id, partner.id)
    assert again.status_code == 422
    assert "Another event has this short name" in again.text
    assert 'value="Titre fr"' in again.text


def test_a_form_with_slips_names_each_field(desk):
    page = desk.send(f"{LIST}/new", {"starts_at": "31/02/2026 15:00", "capacity": "many"})

    assert page.status_code == 422
    for field in ("key", "title", "kind", "starts_at", "ends_at", "capacity"):
        assert f'href="#{field}"' in page.text
    assert 'value="31/02/2026 15:00"' in page.text


def test_an_event_is_changed(desk):
    event = make_event()

    refused = desk.send(f"{LIST}/{event.id}/edit", TYPED | {"ends_at": "31/12/2026 14:00"})
    saved = desk.send(f"{LIST}/{event.id}/edit", TYPED | {"capacity": ""})

    assert (refused.status_code, saved.status_code) == (422, 303)
    changed = db.session.get(Event, event.id)
    assert (changed.key, changed.title["fr"], changed.capacity) == (event.key, "Titre fr", None)


def test_the_form_says_how_many_are_told_of_another_day(desk):
    event = make_event()
    before = desk.get(f"{LIST}/{event.id}/edit").text
    make_registration(event)
    make_registration(event, state=RegistrationState.WAITING)

    shown = desk.get(f"{LIST}/{event.id}/edit").text
    saved = desk.send(f"{LIST}/{event.id}/edit", TYPED)

    assert "a mail tells them at once" not in before
    assert "2 people are registered or wait. If you change the beginning" in shown
    assert "2 people are told by mail." in desk.get(saved.location).text


def test_others_do_not_enter(client, sign_in):
    assert client.get(LIST).status_code == 303
    assert sign_in(make_person(Role.APPLICANT)).get(LIST).status_code == 403
