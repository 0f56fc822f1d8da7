"""A figure is typed, shown back as understood, then saved."""

import io

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from tests.factories import make_person
from tests.services.outcomes.desk import BEFORE, make_figure, make_startup

TYPED = {
    "measure": "turnover",
    "year": "2025",
    "part": "year",
    "value": "1,36 MDH",
    "currency": "MAD",
    "source": "Bilan",
}


@pytest.fixture
def path():
    startup = make_startup(name="Argane Data")
    return f"/en/team/startups/{startup.id}/figures/new", startup


def noted():
    return db.session.scalars(sa.select(Outcome)).all()


def test_the_number_is_shown_back_before_it_is_saved(sign_in, staff, path):
    client = sign_in(staff)

    shown = client.send(path[0], TYPED)

    assert shown.status_code == 200
    assert "1,360,000 dirhams (1.36 MDH)" in shown.text
    assert 'name="value" value="1,36 MDH"' in shown.text
    assert noted() == []


def test_a_saved_figure_leads_to_the_startup(sign_in, staff, path):
    answer = sign_in(staff).send(path[0], TYPED | {"step": "save"})

    assert (answer.status_code, answer.location) == (303, f"/en/team/startups/{path[1].id}")
    assert [(row.value, row.source, row.recorded_by_id) for row in noted()] == [(1_360_000, "Bilan", staff.id)]


def test_change_gives_back_everything_that_was_typed(sign_in, staff, path):
    form = sign_in(staff).send(path[0], TYPED | {"step": "change"}).text

    assert 'value="1,36 MDH"' in form
    assert 'value="Bilan"' in form
    assert noted() == []


def test_a_number_typed_with_a_unit_slip_is_shown_back(sign_in, staff, path):
    make_figure(path[1], Measure.TURNOVER, 1_200_000, period=BEFORE)

    shown = sign_in(staff).send(path[0], TYPED | {"value": "1.360"}).text

    assert "Read as 1,360 dirhams." in shown
    assert "last time you wrote 1,200,000 dirhams (1.2 MDH). Is 1,360 dirhams right, or is a unit missing?" in shown


def test_a_foreign_amount_is_shown_in_dirhams_with_its_rate(sign_in, staff, path):
    foreign = TYPED | {"value": "20 000", "currency": "EUR", "rate": "10,85"}
    client = sign_in(staff)

    shown = client.send(path[0], foreign).text
    client.send(path[0], foreign | {"step": "save"})

    assert "Read as 20,000 EUR, that is 217,000 dirhams, rounded to the dirham." in shown
    row = noted()[0]
    assert (row.value, row.currency, row.foreign_amount, row.rate_micro) == (217_000, "EUR", 20_000, 10_850_000)


def test_not_available_is_a_legal_answer(sign_in, staff, path):
    answer = sign_in(staff).send(path[0], TYPED | {"value": "", "not_available": "y", "step": "save"})

    assert answer.status_code == 303
    assert [row.value for row in noted()] == [None]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": "1,5"}, "value"), ({"value": ""}, "value"), ({"value": "-5"}, "value"), ({"source": ""}, "source"),
        ({"year": "2090"}, "year"), ({"year": "x"}, "year"), ({"measure": "profit"}, "measure"), ({"part": "q1"}, "part"),
        ({"value": "5", "not_available": "y"}, "value"), ({"currency": "EUR", "value": "20 000", "rate": ""}, "rate"),
        ({"measure": "active", "value": "maybe"}, "value"), ({"measure": "jobs", "value": "1,5"}, "value"),
        ({"measure": "customers_abroad", "value": "5", "countries": "Atlantide"}, "countries"),
    ],
)  # fmt: skip
def test_a_refused_figure_keeps_what_was_typed(sign_in, staff, path, change, field):
    answer = sign_in(staff).send(path[0], TYPED | change)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert 'value="Bilan"' in answer.text or field == "source"
    assert noted() == []


@pytest.mark.parametrize(("value", "kept"), [("oui", 1), ("لا", 0), ("No", 0)])
def test_still_active_is_a_yes_or_a_no(sign_in, staff, path, value, kept):
    sign_in(staff).send(path[0], TYPED | {"measure": "active", "value": value, "step": "save"})

    assert [row.value for row in noted()] == [kept]


def test_countries_of_customers_are_kept(sign_in, staff, path):
    typed = TYPED | {"measure": "customers_abroad", "value": "15", "countries": "France 12, Senegal 3", "step": "save"}
    sign_in(staff).send(path[0], typed)

    assert noted()[0].detail == {"FR": 12, "SN": 3}


def test_a_correction_asks_for_its_reason(sign_in, staff, path):
    make_figure(path[1], Measure.TURNOVER, 1_200_000)
    client = sign_in(staff)

    refused = client.send(path[0], TYPED)
    shown = client.send(path[0], TYPED | {"reason": "Bilan définitif"})
    client.send(path[0], TYPED | {"reason": "Bilan définitif", "step": "save"})

    assert refused.status_code == 422
    assert "Write why you correct it" in refused.text
    assert "Noted until now" in shown.text
    assert [row.value for row in noted()] == [1_360_000]


def test_evidence_is_a_pdf_and_is_downloaded_by_the_team_only(sign_in, staff, path):
    client = sign_in(staff)
    pdf = {"evidence": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "bilan.pdf"), "step": "save"}
    text = {"evidence": (io.BytesIO(b"hello"), "bilan.txt"), "step": "save"}

    refused = client.send(path[0], TYPED | text, content_type="multipart/form-data")
    taken = client.send(path[0], TYPED | pdf, content_type="multipart/form-data")

    assert refused.status_code == 422
    assert 'name="value" value="1,36 MDH"' in refused.text
    assert taken.status_code == 303
    file = f"/en/team/startups/{path[1].id}/evidence/{noted()[0].evidence_id}"
    assert client.get(file).data == b"%PDF-1.4\n%%EOF\n"
    assert client.get(file.replace(str(path[1].id), str(make_startup().id))).status_code == 404
    assert sign_in(make_person(Role.APPLICANT)).get(file).status_code == 403


def test_a_startup_outside_the_scope_is_not_found(sign_in, path):
    from tests.factories import grant, make_site

    person = grant(make_person(), Role.STAFF, site_id=make_site().id)

    assert sign_in(person).get(path[0]).status_code == 404
