"""The waiting list for hosting: order, waits, acts."""

from datetime import timedelta

import pytest

from app.cohorts.states import HostingState
from app.core.clock import today
from app.reviews.models import ConflictKind, ConflictOfInterest
from tests.factories import make_site, save
from tests.services.cohorts.rows import make_request, make_startup

NOW = today()


def names(text, *wanted):
    return [name for _, name in sorted((text.index(name), name) for name in wanted if name in text)]


def page_of(desk, site):
    return desk.get(f"/en/team/sites/{site.key}/hosting").text


def test_the_list_is_in_order_with_the_days_waited(desk):
    site = make_site()
    make_request(site, make_startup(name="Seconde"), position=2, asked_on=NOW - timedelta(days=45))
    make_request(site, make_startup(name="Première"), position=1, asked_on=NOW - timedelta(days=3))
    make_request(site, make_startup(name="Servie"), state=HostingState.SERVED, ended_on=NOW)

    text = page_of(desk, site)

    assert names(text, "Première", "Seconde", "Servie") == ["Première", "Seconde"]
    assert 'data-label="Days waiting">45<' in text


def test_the_wait_is_measured_from_those_served_in_the_last_year(desk):
    site = make_site()
    assert "no wait is measured" in page_of(desk, site)

    for days, ended in ((10, 5), (20, 5), (60, 5), (500, 400)):
        end = NOW - timedelta(days=ended)
        make_request(site, state=HostingState.SERVED, ended_on=end, asked_on=end - timedelta(days=days))

    text = page_of(desk, site)
    assert "3 startups got a place from this list in the last 12 months." in text
    assert "Half of them waited 20 days or less; the longest wait was 60 days." in text


def test_a_related_startup_is_hidden_but_keeps_its_place(desk, staff):
    site, startup = make_site(), make_startup(name="Ma Startup")
    hidden = make_request(site, startup, position=1)
    make_request(site, make_startup(name="Autre"), position=2)
    save(ConflictOfInterest(person_id=staff.id, startup_id=startup.id, kind=ConflictKind.DECLARED))

    text = page_of(desk, site)

    assert "Ma Startup" not in text
    assert 'data-label="Place in the order">2<' in text
    assert desk.get(f"/en/team/hosting/{hidden.id}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(desk, count_statements, count):
    site = make_site()
    for _ in range(count):
        make_request(site)

    with count_statements() as statements:
        page = desk.get(f"/en/team/sites/{site.key}/hosting")

    assert page.text.count("Give a place") == count
    assert len(statements) == 5


def test_a_startup_is_added_once(desk):
    site, startup = make_site(), make_startup(name="Nouvelle")
    page = f"/en/team/sites/{site.key}/hosting/{startup.id}/new"

    refused = desk.send(page, {"seats": "", "asked_on": "demain", "note": "Grand bureau"})
    added = desk.send(page, {"seats": "3", "asked_on": NOW.strftime("%d/%m/%Y"), "note": ""})
    twice = desk.send(page, {"seats": "3", "asked_on": NOW.strftime("%d/%m/%Y"), "note": ""})

    assert (refused.status_code, added.status_code, twice.status_code) == (422, 303, 422)
    assert 'value="demain"' in refused.text
    assert "Grand bureau" in refused.text
    assert "already waits for a place at this site" in twice.text
    assert names(page_of(desk, site), "Nouvelle") == ["Nouvelle"]


def test_one_place_up_with_a_reason(desk):
    site = make_site()
    make_request(site, make_startup(name="Alpha"), position=1)
    second = make_request(site, make_startup(name="Beta"), position=2)
    page = f"/en/team/hosting/{second.id}"

    refused = desk.send(page, {"act": "up", "seen": "2", "reason": ""})
    moved = desk.send(page, {"act": "up", "seen": "2", "reason": "Bureau adapté."})
    again = desk.send(page, {"act": "up", "seen": "2", "reason": "Bureau adapté."})

    assert (refused.status_code, moved.status_code, again.status_code) == (422, 303, 422)
    assert 'value="up" checked' in refused.text
    assert "The order has changed in the meantime." in again.text
    assert names(page_of(desk, site), "Alpha", "Beta") == ["Beta", "Alpha"]


def test_a_startup_no_longer_waits(desk):
    request = make_request(site := make_site(), make_startup(name="Alpha"))
    page = f"/en/team/hosting/{request.id}"

    nothing = desk.send(page, {"act": "", "seen": "1", "reason": "x"})
    gone = desk.send(page, {"act": "withdraw", "seen": "1", "reason": "A trouvé ailleurs."})

    assert (nothing.status_code, gone.status_code) == (422, 303)
    assert "Alpha" not in page_of(desk, site)
    assert "no longer waits for a place here" in desk.get(page).text
