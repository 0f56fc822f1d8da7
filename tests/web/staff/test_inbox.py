"""The list of files: rights, filters, cost, and the same list as CSV."""

import csv
import io
import zipfile

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.roles import Role
from app.core.audit import AuditEvent
from app.core.db import db, transaction
from app.startups.models import MemberRole, Membership
from tests.factories import (
    grant,
    make_application,
    make_call,
    make_opening,
    make_person,
    make_rule,
    make_site,
    save,
    texts,
)


def rows(answer):
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))[1:]


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/fr/team").status_code == 303


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.DIRECTOR])
def test_other_roles_may_not_enter(sign_in, role):
    call = make_call()

    assert sign_in(make_person(role)).get(f"/fr/team/calls/{call.key}/applications").status_code == 403


def test_the_team_of_another_call_finds_nothing(sign_in):
    mine, other = make_call(), make_call()
    person = grant(make_person(), Role.STAFF, call_id=mine.id)

    assert sign_in(person).get(f"/fr/team/calls/{other.key}/applications").status_code == 404
    assert sign_in(person).get(f"/fr/team/calls/{other.key}/applications.csv").status_code == 404
    assert sign_in(person).get(f"/fr/team/calls/{mine.key}/applications").status_code == 200


def test_the_short_address_leads_to_the_latest_call(sign_in, lead):
    call = make_call()

    assert sign_in(lead).get("/fr/team").location.endswith(f"/fr/team/calls/{call.key}/applications")


def test_without_a_call_the_page_says_so(sign_in, lead):
    assert "No call yet" in sign_in(lead).get("/en/team").text


def test_filters_narrow_the_list(sign_in, lead):
    call = make_call()
    found = make_application(call=call, pitch=["Un drone pour les oasis."])
    other = make_application(call=call)
    base = f"/en/team/calls/{call.key}/applications"
    client = sign_in(lead)

    searched = client.get(f"{base}?q=oasis").text
    nothing = client.get(f"{base}?stage=rejected").text
    fit = client.get(f"{base}?sort=fit&unreviewed=1&stage=eligible").text

    assert found.reference in searched
    assert other.reference not in searched
    assert "No file matches these filters" in nothing
    assert found.reference in fit
    assert other.reference in fit


def test_a_team_of_one_site_sees_the_files_that_wish_for_it(sign_in):
    call = make_call(openings=0)
    here, there = make_site(), make_site()
    make_opening(call, site=here)
    application = make_application(call=call)

    inside = grant(make_person(), Role.STAFF, site_id=here.id)
    outside = grant(make_person(), Role.STAFF, site_id=there.id)

    path = f"/fr/team/calls/{call.key}/applications"
    assert application.reference in sign_in(inside).get(path).text
    assert application.reference not in sign_in(outside).get(path).text


def test_the_list_costs_the_same_for_any_number_of_files(sign_in, lead, count_statements):
    counts = []
    for size in (1, 3):
        call = make_call()
        for _ in range(size):
            make_application(call=call)
        client = sign_in(lead)
        client.get(f"/fr/team/calls/{call.key}/applications")
        with count_statements() as statements:
            client.get(f"/fr/team/calls/{call.key}/applications")
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_the_export_is_the_list_under_the_same_rights(sign_in, lead):
    call = make_call()
    mine, conflicted = make_application(call=call), make_application(call=call)
    save(Membership(startup_id=conflicted.startup_id, person_id=lead.id, role=MemberRole.VIEWER))
    client = sign_in(lead)

    exported = rows(client.get(f"/fr/team/calls/{call.key}/applications.csv"))
    listed = client.get(f"/fr/team/calls/{call.key}/applications").text

    assert [row[0] for row in exported] == [mine.reference]
    assert mine.reference in listed
    assert conflicted.reference not in listed


def test_the_export_follows_the_filters_and_is_noted(sign_in, lead):
    call = make_call()
    make_application(call=call)

    exported = rows(sign_in(lead).get(f"/fr/team/calls/{call.key}/applications.csv?stage=rejected"))

    assert exported == []
    noted = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "list.export")).one()
    assert noted.actor_id == lead.id
    assert noted.details == {"filters": {"stage": ["rejected"]}}


def test_a_cell_that_would_be_a_formula_is_defused_and_numbers_stay_numbers(sign_in, lead):
    call = make_call()
    application = make_application(call=call)
    with transaction():
        db.session.execute(sa.text("UPDATE startup SET name = '=HYPERLINK(1)'"))

    (row,) = rows(sign_in(lead).get(f"/fr/team/calls/{call.key}/applications.csv"))

    assert row[0] == application.reference
    assert row[1] == "'=HYPERLINK(1)"
    assert row[6] == "0"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_export_holds_the_chosen_columns_only(sign_in, lead, ending):
    call = make_call()
    application = make_application(call=call, company_status=["sarl"], ice=["001524389000074"], women_led=["yes"])
    owner = (
        db.session.scalars(sa.select(Person).join(Membership).where(Membership.startup_id == application.startup_id))
        .unique()
        .one()
    )
    client, path = sign_in(lead), f"/fr/team/calls/{call.key}/applications.{ending}"
    known = [owner.email, "001 524 389 0000 74", application.reference]

    def content(asked=""):
        answer = client.get(path + asked)
        if ending == "csv":
            return answer.text
        return zipfile.ZipFile(io.BytesIO(answer.data)).read("xl/worksheets/sheet1.xml").decode()

    chosen = content("?column=contact_mail&column=ice&column=women_led&column=nonsense")

    assert [text in content() for text in known] == [False, False, True]
    assert [text in chosen for text in known] == [True, True, True]
    noted = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "list.export")).all()
    assert {"columns": ["contact_mail", "ice"], "filters": {}} in [one.details for one in noted]


def test_columns_are_chosen_on_a_page_that_keeps_the_filters(sign_in, lead):
    call = make_call()
    page = sign_in(lead).get(f"/en/team/calls/{call.key}/export?stage=eligible&q=oasis").text

    assert 'name="stage" value="eligible"' in page
    assert 'name="q" value="oasis"' in page
    assert 'name="column" value="ice"' in page
    assert 'value="women_led"' not in page  # statistics only, as on the file's page


def test_choosing_columns_follows_the_rights_of_the_list(sign_in):
    mine, other = make_call(), make_call()
    person = grant(make_person(), Role.STAFF, call_id=mine.id)

    assert sign_in(person).get(f"/fr/team/calls/{other.key}/export").status_code == 404
    assert sign_in(person).get(f"/fr/team/calls/{other.key}/applications.xlsx?column=ice").status_code == 404


def test_the_export_asks_the_same_for_any_number_of_files(sign_in, lead, count_statements):
    counts = []
    for size in (1, 4):
        call = make_call()
        for _ in range(size):
            make_application(call=call)
        client = sign_in(lead)
        path = f"/fr/team/calls/{call.key}/applications.csv?column=contact_name&column=pitch"
        client.get(path)
        with count_statements() as statements:
            client.get(path)
        counts.append(len(statements))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("asked", "found"), [("met", 1), ("not_met", 1), ("unknown", 1), ("", 3), ("nonsense", 3)])
def test_files_are_found_by_their_conditions(sign_in, lead, asked, found):
    call = make_call(openings=0)
    opening = make_opening(call)
    make_rule(opening, fact="stage", value=["prototype", "sales"])
    make_rule(opening, fact="customers", operator="at_least", value=1)
    make_rule(opening, fact="stage", value=["growth"], hard=False)
    make_application(call=call)
    make_application(call=call, customers=[])
    make_application(call=call, stage=["idea"], customers=[])
    client = sign_in(lead)

    answer = client.get(f"/fr/team/calls/{call.key}/applications.csv?eligibility={asked}")

    assert len(rows(answer)) == found


def test_a_list_that_is_not_whole_says_what_it_is_limited_to(sign_in, lead):
    call = make_call()
    site = make_site(name=texts("Casablanca"))
    make_opening(call, site=site, position=3)
    page = f"/fr/team/calls/{call.key}/applications"
    limited = grant(make_person(), Role.STAFF, site_id=site.id)

    assert "Limité à \u2068Casablanca\u2069" in sign_in(limited).get(page).text
    assert "Limité à" not in sign_in(lead).get(page).text


@pytest.mark.parametrize("path", ["/fr/board-links", "/fr/admin/people", "/fr/admin/matcher/backtests"])
def test_a_role_of_one_site_opens_no_page_of_the_whole_network(sign_in, path):
    limited = grant(make_person(), Role.ADMIN, site_id=make_site().id)

    assert sign_in(limited).get(path).status_code == 403
    assert sign_in(make_person(Role.ADMIN)).get(path).status_code == 200


@pytest.mark.parametrize("asked", ["eligibility=not_met", "stage=rejected", "q=oasis", "unreviewed=1&stage=rejected"])
def test_a_filtered_list_without_a_hit_says_that_the_filter_is_why(sign_in, lead, asked):
    call = make_call()
    make_application(call=call)

    page = sign_in(lead).get(f"/en/team/calls/{call.key}/applications?{asked}").text
    nothing = sign_in(lead).get(f"/en/team/calls/{make_call().key}/applications?sort=oldest").text

    assert "No file matches these filters" in page
    assert "No file yet" in nothing
