"""Fairness: read by administrators and directors, noted by administrators, exported as it is shown."""

import contextvars
import csv
import io

import pytest

from app.accounts.roles import Role
from app.core.db import db
from app.matching.models import AlarmNote
from tests.factories import make_call, make_person
from tests.queries.reports.crowd import Crowd

PATH = "/en/admin/matcher/fairness"


@pytest.fixture
def call():
    return make_call(openings=2)


@pytest.fixture
def alarm(call):
    """A region whose files all fail a hard rule, one whose files all pass, and one of four files."""
    crowd = Crowd(call)
    crowd.add(40, home_region="MA-06")
    crowd.add(40, home_region="MA-09", fails=True)
    crowd.add(30, home_region="MA-01", fails=True)
    crowd.add(3, home_region="MA-02")
    crowd.add(1, home_region="MA-02", fails=True)
    crowd.add(5, home_region="MA-03", fails=True)
    crowd.save()
    return f"fairness:{call.key}:eligibility:region:MA-09"


@pytest.mark.parametrize("role", [Role.LEAD, Role.STAFF, Role.REVIEWER, Role.APPLICANT])
def test_others_may_not_enter(sign_in, role):
    assert sign_in(make_person(role)).get(PATH).status_code == 403
    assert sign_in(make_person(role)).get(f"{PATH}.csv").status_code == 403


def test_a_director_reads_and_sees_no_other_page_of_the_matcher(sign_in, call, alarm):
    client = sign_in(make_person(Role.DIRECTOR))

    page = client.get(f"{PATH}?by=region").text

    assert "Alarm:" in page
    assert "Keep this note" not in page
    assert "/admin/matcher/bench" not in page
    assert client.get("/en/admin/matcher/bench").status_code == 403
    assert 'href="/en/admin/matcher/fairness"' in client.get("/en/dashboard").text


def test_without_a_call_the_page_says_what_will_be_there(client_of):
    assert "No call yet" in client_of.get(PATH).text
    assert client_of.get(f"{PATH}.csv").status_code == 404


def test_an_alarm_is_told_in_words_and_small_groups_are_left_out(client_of, call, alarm):
    page = client_of.get(f"{PATH}?call={call.key}&by=region").text

    assert "Eligibility, “MA-09”: a rate of 0%" in page
    assert "Not shown: MA-02, MA-03" in page
    assert '<td class="num" data-label="Files">4</td>' not in page
    assert '<td class="num" data-label="Files">5</td>' not in page


def test_an_unknown_dimension_is_the_first_one(client_of, call, alarm):
    assert "City wished" in client_of.get(f"{PATH}?by=shoe-size&call=nowhere").text


def test_what_was_done_is_noted_with_author_and_date(client_of, call, alarm, admin):
    path = f"{PATH}?call={call.key}&by=region"

    answer = client_of.send(path, {"subject": alarm, "text": "La règle est revue."}, page=path)

    assert answer.status_code == 303
    page = client_of.get(path).text
    assert "La règle est revue." in page
    assert admin.full_name in page
    assert db.session.query(AlarmNote).one().subject == alarm


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"subject": "x", "text": "Fait."}, "subject"),
        ({"text": "  "}, "text"),
        ({"text": "a" * 2001}, "text"),
    ],
)
def test_a_note_says_of_what_and_what(client_of, call, alarm, typed, field):
    path = f"{PATH}?call={call.key}&by=region"

    answer = client_of.send(path, {"subject": alarm} | typed, page=path)

    assert answer.status_code == 422
    assert f'id="{field}-e"' in answer.text
    assert typed["text"].strip() in answer.text
    assert db.session.query(AlarmNote).count() == 0


def test_a_director_notes_nothing(sign_in, call, alarm):
    client = sign_in(make_person(Role.DIRECTOR))

    assert client.send(PATH, {"subject": alarm, "text": "Fait."}, page="/en/account").status_code == 403


def test_the_download_hides_what_the_page_hides(sign_in, call, alarm):
    text = sign_in(make_person(Role.DIRECTOR)).get(f"{PATH}.csv?call={call.key}").text

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    regions = {row[2]: row[3] for row in rows if row[0] == "Region of the team" and row[1] == "Eligibility"}
    assert regions["MA-09"] == "40"
    assert regions["MA-02"] == regions["MA-03"] == ""


def test_the_page_costs_the_same_for_any_number_of_files(client_of, call, count_statements):
    crowd, counts = Crowd(call), []
    for size in (1, 3):
        crowd.add(size, sector="health")
        crowd.save()
        client_of.get(f"{PATH}?by=sector")
        with count_statements() as statements:
            client_of.get(f"{PATH}?by=sector")
        counts.append(len(statements))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("language", "title"), [("en", "Region of the team"), ("fr", "Région de l’équipe")])
def test_the_download_needs_no_context_but_its_own(client_of, call, alarm, language, title):
    """A server reads the lines after the request is over; a test has a context open all the time."""
    path = f"{PATH}.csv?call={call.key}".replace("/en/", f"/{language}/")

    text = contextvars.Context().run(lambda: client_of.get(path).text)

    assert {row[0] for row in csv.reader(io.StringIO(text), delimiter="," if language == "en" else ";")} >= {title}
