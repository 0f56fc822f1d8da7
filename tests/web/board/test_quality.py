"""What is to be mended: each kind found, within the reader's startups, with a link that leads there."""

import uuid
from datetime import date, timedelta

import pytest

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.outcomes.models import Campaign, Return
from app.questionnaires.models import Form, FormVersion
from app.reports.quality import findings
from app.startups.models import Membership, Startup
from tests.factories import grant, make_person, save


def overdue(world, startup, state="waiting", asked_back=None):
    now = utcnow()
    form = save(Form(id=uuid.uuid4(), key=f"form-{uuid.uuid4().hex[:8]}", title={"fr": "x"}))
    version = save(
        FormVersion(id=uuid.uuid4(), form_id=form.id, number=1, state="published", published_at=now, outline=[],
                    declaration={}, consent={})
    )  # fmt: skip
    campaign = save(
        Campaign(
            id=uuid.uuid4(), name={"fr": "Bilan 2025"}, starts_on=date(2025 - (state == "sent"), 1, 1),
            ends_on=date(2025 - (state == "sent"), 12, 31),
            deadline_at=now - timedelta(days=2), form_version_id=version.id, audience={}, state="open", opened_at=now,
            created_by_id=world.person.id,
        )
    )  # fmt: skip
    sent = state == "sent"
    return save(
        Return(id=uuid.uuid4(), campaign_id=campaign.id, startup_id=startup.id, state=state, answers={},
               starts_on=campaign.starts_on, ends_on=campaign.ends_on,
               asked_back=asked_back or {}, sent_at=now if sent else None)
    )  # fmt: skip


@pytest.fixture
def broken(world):
    """One startup with everything that can be wrong."""
    (one,) = world.supported(1)
    overdue(world, one)
    overdue(world, one, "sent", {"turnover": {"why": "ten_fold"}})
    world.money(one, 100, date(2025, 3, 1), verified=False)
    world.money(one, 100, date(2025, 3, 9), verified=False)
    world.stay(one, date(2025, 1, 1), date(2025, 6, 30))
    world.stay(one, date(2025, 6, 30))
    return one


def test_each_kind_is_found_once(world, broken):
    found = findings(make_person(Role.LEAD))

    assert {kind: len(rows) for kind, rows in found.items()} == {
        "returns": 1, "odd": 1, "amounts": 2, "doubles": 1, "overlaps": 1, "unclosed": 0, "nowhere": 1, "workplaces": 1,
    }  # fmt: skip
    assert found["workplaces"][0].target == "agadir"


def test_what_is_right_is_not_found(world):
    (one,) = world.supported(1)
    world.money(one, 100, date(2025, 3, 1))
    world.money(one, 100, date(2025, 3, 1), verified=False, removed=True)
    world.stay(one, date(2025, 1, 1), date(2025, 6, 29))
    world.stay(one, date(2025, 6, 30))
    overdue(world, one, "sent")

    found = findings(make_person(Role.LEAD))

    assert {kind for kind, rows in found.items() if rows} == {"nowhere", "workplaces"}


def test_nobody_finds_a_startup_they_are_related_to_or_not_responsible_for(world, broken):
    related = make_person(Role.LEAD)
    save(Membership(startup_id=broken.id, person_id=related.id, role="owner"))
    elsewhere = grant(make_person(), Role.STAFF, site_id=world.agadir.id)

    for person in (related, elsewhere):
        assert {kind for kind, rows in findings(person).items() if rows} == {"workplaces"}


def test_every_line_leads_to_where_it_is_mended(lead, broken):
    import re

    page = lead.get("/en/data-quality").text

    for href in set(re.findall(r'<li>\s*<span><a href="([^"]+)"', page)):
        assert lead.get(href).status_code == 200, href
    assert page.count("Startup 0") == 7


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.REVIEWER, Role.APPLICANT])
def test_others_do_not_enter(sign_in, role):
    assert sign_in(make_person(role)).get("/en/data-quality").status_code == 403


def test_a_city_is_noted_from_there(lead, world, broken):
    path = f"/en/data-quality/startups/{broken.id}"

    refused = lead.send(path, data={"region": "", "city": "Tiznit"})
    saved = lead.send(path, data={"region": "MA-09", "city": "Tiznit"})

    assert refused.status_code == 422
    assert 'value="Tiznit"' in refused.text
    assert saved.status_code == 303
    assert findings(make_person(Role.LEAD))["nowhere"] == []


def test_an_unknown_startup_is_not_there(lead):
    other = save(Startup(id=uuid.uuid4(), name="x"))

    assert lead.get(f"/en/data-quality/startups/{uuid.uuid4()}").status_code == 404
    assert lead.get(f"/en/data-quality/startups/{other.id}").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number(lead, world, count_statements, number):
    for _ in range(number):
        one = world.startup()
        world.take_part(one, date(2025, 1, 1))
        overdue(world, one)
        world.money(one, 100, date(2025, 3, 1), verified=False)

    with count_statements() as statements:
        lead.get("/en/data-quality")

    assert len(statements) == 9


def test_stays_at_two_sites_at_once_are_found(lead, world):
    one = world.startup()
    world.stay(one, date(2025, 1, 1), date(2025, 6, 30))
    world.stay(one, date(2025, 6, 30), site=world.agadir)
    world.stay(world.startup("Rif"), date(2025, 7, 1), site=world.agadir)

    (found,) = findings(make_person(Role.LEAD))["overlaps"]

    assert found.startup_id == one.id
    assert [place["en"] for place in (found.detail[0], found.detail[2])] == [
        world.casa.name["en"], world.agadir.name["en"],
    ]  # fmt: skip
    assert "since 30 June 2025" in lead.get("/en/data-quality").text
