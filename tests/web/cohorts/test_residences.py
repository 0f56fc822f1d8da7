"""Residences of a site: list, begin, change, end."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.cohorts import queries
from app.cohorts.models import Residence
from app.cohorts.states import HostingState, RentClass
from app.core.clock import today
from app.core.db import db
from tests.factories import grant, make_person, make_programme, make_site
from tests.services.cohorts.rows import make_pass, make_request, make_residence, make_startup

NOW = today()


def day(offset=0):
    return (NOW + timedelta(days=offset)).strftime("%d/%m/%Y")


def typed(**values):
    return {
        "kind": "office", "seats": "4", "room": "B 12", "rent_class": "startup", "programme_id": "none",
        "starts_on": day(), "ends_on": "",
    } | values  # fmt: skip


def the_one():
    return db.session.scalars(sa.select(Residence)).one()


def test_who_is_there_now_who_comes_and_who_left(desk):
    site = make_site(workplaces=10)
    make_residence(site, make_startup(name="Présente"), seats=3)
    make_residence(site, make_startup(name="Attendue"), starts_on=NOW + timedelta(days=5))
    make_residence(site, make_startup(name="Partie"), ends_on=NOW - timedelta(days=1))
    make_residence(make_site(), make_startup(name="Ailleurs"))
    make_pass(site)
    names = ("Présente", "Attendue", "Partie", "Ailleurs")

    def shown(when):
        text = desk.get(f"/en/team/sites/{site.key}/residences?when={when}").text
        return {name for name in names if name in text}

    assert [shown(when) for when in ("now", "coming", "past")] == [{"Présente"}, {"Attendue"}, {"Partie"}]
    assert "4 of 10 workplaces are taken today" in desk.get(f"/en/team/sites/{site.key}/residences").text


def test_an_unknown_capacity_is_never_invented(desk):
    site = make_site()
    make_residence(site, seats=3)

    assert "How many the site has is not known." in desk.get(f"/en/team/sites/{site.key}/residences").text


def test_the_first_site_opens_without_a_key(desk):
    assert "No site" in desk.get("/en/team/occupancy").text
    site = make_site()

    assert site.name["en"] in desk.get("/en/team/residences").text


def test_two_places_of_one_startup_are_shown_as_a_warning(desk):
    site, startup = make_site(), make_startup(name="Double")
    make_residence(site, startup, ends_on=NOW)
    make_residence(site, startup, starts_on=NOW + timedelta(days=1))

    assert "Overlaps another place" not in desk.get(f"/en/team/sites/{site.key}/residences").text
    make_residence(site, startup, starts_on=NOW)
    assert desk.get(f"/en/team/sites/{site.key}/residences").text.count("Overlaps another place") == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(desk, count_statements, count):
    site = make_site()
    for _ in range(count):
        make_residence(site)

    with count_statements() as statements:
        page = desk.get(f"/en/team/sites/{site.key}/residences")

    assert page.text.count("since ") == count
    assert len(statements) == 6


def test_a_residence_begins_and_warnings_are_said(desk):
    site, startup = make_site(workplaces=5), make_startup()
    make_residence(site, startup, seats=3)
    page = f"/en/team/sites/{site.key}/residences/{startup.id}/new"

    answer = desk.send(page, typed(ends_on=day(30)))
    shown = desk.get(answer.location).text

    assert answer.status_code == 303
    assert "Look again: this startup has another place" in shown


def test_more_workplaces_than_the_site_has_are_saved_once_somebody_says_so(desk):
    site = make_site(workplaces=5)
    make_residence(site, seats=3)
    page = f"/en/team/sites/{site.key}/residences/{make_startup().id}/new"

    asked = desk.send(page, typed())
    saved = desk.send(page, typed(beyond="y"))

    assert 'name="beyond"' not in desk.get(page).text
    assert asked.status_code == 422
    assert f"Workplaces taken on {day()} would be 7; the site has 5. Is that right?" in asked.text
    assert 'href="#beyond"' in asked.text
    assert 'id="beyond" name="beyond"' in asked.text
    assert saved.status_code == 303


def test_a_second_click_begins_one_residence(desk):
    page = f"/en/team/sites/{make_site().key}/residences/{make_startup().id}/new"
    made = re.search(r'name="made" type="hidden" value="([^"]+)"', desk.get(page).text)[1]

    answers = [desk.send(page, typed(made=made)) for _ in range(2)]

    assert [answer.location for answer in answers] == [f"/en/team/residences/{the_one().id}"] * 2
    assert str(the_one().id) == made


def test_who_waits_behind_others_gets_a_place_with_a_reason(desk):
    site, startup = make_site(), make_startup()
    make_request(site, position=1)
    request = make_request(site, startup, position=2)
    page = f"/en/team/sites/{site.key}/residences/{startup.id}/new"

    form = desk.get(page).text
    refused = desk.send(page, typed())
    done = desk.send(page, typed(reason="Deux places de libres seulement."))

    assert "1 startup waits before this one." in form
    assert (refused.status_code, 'href="#reason"' in refused.text) == (422, True)
    assert done.status_code == 303
    assert queries.hosting_request(request.id, sa.true()).state is HostingState.SERVED


def test_an_end_after_the_rule_is_refused_with_its_date(desk):
    programme = make_programme(residence_months=1)
    page = f"/en/team/sites/{make_site().key}/residences/{make_startup().id}/new"

    refused = desk.send(page, typed(programme_id=str(programme.id), ends_on=day(40)))

    assert refused.status_code == 422
    assert "lets the startup stay until" in refused.text
    assert 'href="#ends_on"' in refused.text
    assert 'value="B 12"' in refused.text
    assert f'<option value="{programme.id}" selected>' in refused.text


@pytest.mark.parametrize(
    ("slip", "field"),
    [
        ({"kind": ""}, "kind"), ({"seats": "0"}, "seats"), ({"seats": "beaucoup"}, "seats"),
        ({"rent_class": "x"}, "rent_class"), ({"starts_on": ""}, "starts_on"), ({"ends_on": "32/01/2026"}, "ends_on"),
        ({"programme_id": "x"}, "programme_id"), ({"programme_id": ""}, "programme_id"), ({"ends_on": day(-3)}, "ends_on"),
        ({"room": "x" * 61}, "room"),
    ],
)  # fmt: skip
def test_a_slip_is_told_beside_its_field(desk, slip, field):
    page = desk.send(f"/en/team/sites/{make_site().key}/residences/{make_startup().id}/new", typed(**slip))

    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert db.session.scalars(sa.select(Residence)).all() == []


def test_no_rule_is_a_choice_that_is_made_and_kept(desk):
    new = desk.get(f"/en/team/sites/{make_site().key}/residences/{make_startup().id}/new").text
    kept = desk.get(f"/en/team/residences/{make_residence().id}").text

    assert '<option value="none">None: no longest stay' in new
    assert '<option value="none" selected>None: no longest stay' in kept


def test_a_place_is_given_from_the_waiting_list(desk):
    request = make_request(site := make_site(), startup := make_startup(), seats=6)
    page = f"/en/team/sites/{site.key}/residences/{startup.id}/new?request={request.id}"

    form = desk.get(page).text
    answer = desk.send(page, typed(seats="6"))

    assert 'name="seats"' in form
    assert 'value="6"' in form
    assert answer.status_code == 303
    assert queries.hosting_request(request.id, sa.true()).state is HostingState.SERVED
    elsewhere = f"/en/team/sites/{make_site().key}/residences/{startup.id}/new?request={request.id}"
    assert desk.get(elsewhere).status_code == 404


def test_a_residence_is_changed(desk):
    residence = make_residence()
    page = f"/en/team/residences/{residence.id}"

    saved = desk.send(page, typed(seats="9", rent_class="standard"))
    refused = desk.send(page, typed(seats="-1", room="C 3"))

    assert (saved.status_code, the_one().seats, the_one().rent_class) == (303, 9, RentClass.STANDARD)
    assert refused.status_code == 422
    assert 'value="C 3"' in refused.text


def test_a_residence_ends_with_a_reason(desk):
    residence = make_residence(site := make_site())
    page = f"/en/team/residences/{residence.id}"

    refused = desk.send(f"{page}/end", {"end-on": day(), "end-reason": ""}, page=page)
    early = desk.send(f"{page}/end", {"end-on": day(-90), "end-reason": "Part."}, page=page)
    ended = desk.send(f"{page}/end", {"end-on": day(), "end-reason": "Quitte le site."}, page=page)

    assert (refused.status_code, early.status_code) == (422, 422)
    assert 'href="#end-reason"' in refused.text
    assert "The stay began on" in early.text
    assert (ended.status_code, ended.location) == (303, f"/en/team/sites/{site.key}/residences")
    assert (the_one().ends_on, the_one().end_reason) == (NOW, "Quitte le site.")
    assert "Quitte le site." in desk.get(page).text


def test_startup_terms_that_are_over_are_shown_and_not_switched(desk):
    site = make_site()
    residence = make_residence(
        site, rent_class=RentClass.STARTUP, startup_terms_until=NOW - timedelta(days=2), longest_until=NOW
    )

    assert "Due to end since" in desk.get(f"/en/team/sites/{site.key}/residences").text
    assert "Startup terms were due to end on" in desk.get(f"/en/team/residences/{residence.id}").text
    assert the_one().rent_class is RentClass.STARTUP


def test_somebody_of_another_site_finds_nothing(sign_in):
    residence = make_residence(site := make_site())
    client = sign_in(grant(make_person(), Role.STAFF, site_id=make_site().id))

    for path in (f"sites/{site.key}/residences", f"residences/{residence.id}", f"sites/{site.key}/hosting",
                 f"sites/{site.key}/passes", f"sites/{site.key}/residences/{make_startup().id}/new",
                 f"sites/{site.key}/hosting/{make_startup().id}/new"):  # fmt: skip
        assert client.get(f"/en/team/{path}").status_code == 404, path
