"""What came of an event, on the team's page."""

import re
import uuid

import pytest
import sqlalchemy as sa

from app.core.clock import today
from app.core.db import db
from app.events.models import EventResult
from app.startups.models import MemberRole, Membership
from tests.factories import save
from tests.services.cohorts.rows import make_startup
from tests.services.events.desk import came, over
from tests.services.events.test_note_result import make_funding, note

LIST = "/en/team/events"


def typed(startup, **values):
    return {
        "startup": str(startup.id),
        "kind": "meeting",
        "funding": "",
        "noted_on": today().strftime("%d/%m/%Y"),
    } | values


def test_a_meeting_is_noted_for_a_startup_of_the_event(desk):
    event, startup = over(), make_startup(name="Atlas Grid")
    came(event, startup_id=startup.id)

    done = desk.send(f"{LIST}/{event.id}/results", typed(startup, note="Vu un fonds."))

    assert done.status_code == 303
    page = desk.get(done.location).text
    assert "Vu un fonds." in page
    assert "Atlas Grid" in page


def test_a_double_click_notes_one_result(desk):
    event, startup = over(), make_startup()
    came(event, startup_id=startup.id)
    page = f"{LIST}/{event.id}/results"
    made = re.search(r'name="made"[^>]*value="([^"]+)"', desk.get(page).text)[1]

    answers = [desk.send(page, typed(startup, made=made)).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert db.session.scalar(sa.select(sa.func.count(EventResult.id))) == 1


def test_a_round_is_linked_to_one_of_the_startup_found_by_name(desk):
    event, startup = over(), make_startup(name="Zellige")
    funding = make_funding(startup)
    address = f"{LIST}/{event.id}/results?q=zelli"

    refused = desk.send(address, typed(startup, kind="round"))
    done = desk.send(address, typed(startup, kind="round", funding=str(funding.id)))

    assert (refused.status_code, done.status_code) == (422, 303)
    assert 'href="#funding"' in refused.text
    assert "MAD\u00a0900,000" in desk.get(done.location).text


def test_slips_name_each_field(desk):
    event, startup = over(), make_startup()
    came(event, startup_id=startup.id)

    empty = desk.send(f"{LIST}/{event.id}/results", {"noted_on": "x"})
    unknown = desk.send(f"{LIST}/{event.id}/results", typed(startup, kind="gift"))

    assert (empty.status_code, unknown.status_code) == (422, 422)
    for field in ("startup", "kind", "noted_on"):
        assert f'href="#{field}"' in empty.text
    assert 'href="#kind"' in unknown.text


def test_a_startup_one_is_related_to_is_nowhere_on_the_page(desk, staff):
    event, startup = over(), make_startup(name="Atlas Grid")
    came(event, startup_id=startup.id)
    result = note(event, startup)
    save(Membership(id=uuid.uuid4(), startup_id=startup.id, person_id=staff.id, role=MemberRole.VIEWER))

    page = desk.get(f"{LIST}/{event.id}/results?q=atlas")

    assert "Atlas Grid" not in page.text
    assert desk.send(f"{LIST}/{event.id}/results", typed(startup)).status_code == 422
    assert desk.get(f"{LIST}/{event.id}/results/{result.id}/remove").status_code == 404


def test_a_result_is_removed_with_a_reason(desk):
    event = over()
    result = note(event, make_startup())
    address = f"{LIST}/{event.id}/results/{result.id}/remove"

    refused, done = desk.send(address, {"reason": ""}), desk.send(address, {"reason": "Doublon."})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EventResult)) == 0
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(desk, count_statements, count):
    event = over()
    for _ in range(count):
        startup = make_startup()
        came(event, startup_id=startup.id)
        note(event, startup)

    with count_statements() as statements:
        page = desk.get(f"{LIST}/{event.id}/results")

    assert len(re.findall(r'<th scope="row">', page.text)) == count
    assert len(statements) == 5
