"""Drift: the months as they were computed, alarms in words with what to do, notes, and a button to compute."""

import uuid

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core.db import db
from app.core.jobs import Job
from app.matching.models import AlarmNote, Run
from app.matching.states import RunKind, RunState
from app.reports import drift
from tests.factories import make_person, make_programme, save

PATH = "/en/admin/matcher/drift"


def month(first, **result):
    values = {"decided": 40, "unknown": 0, "agreed": 30, "unknown_programmes": {}, "new_words": [10, 200], "psi": {}}
    return save(
        Run(
            id=uuid.uuid4(), kind=RunKind.DRIFT, state=RunState.DONE, name=drift.name_of(first), settings={},
            result=values | result,
        )
    )  # fmt: skip


@pytest.fixture
def months():
    """Seven calm months, then one with an unknown programme and less agreement."""
    programme = make_programme()
    firsts = drift.latest_months()
    for first in firsts[-9:-2]:
        month(first, psi={"sector": 0.12})
    month(firsts[-2], unknown=10, agreed=20, unknown_programmes={programme.key: 10})
    return programme, drift.name_of(firsts[-2])


@pytest.mark.parametrize("role", [Role.LEAD, Role.DIRECTOR, Role.STAFF])
def test_only_administrators_enter(sign_in, role):
    assert sign_in(make_person(role)).get(PATH).status_code == 403


def test_before_anything_is_computed_the_page_says_so(client_of):
    page = client_of.get(PATH).text

    assert "Nothing is computed yet." in page
    assert page.count("not computed") == drift.SHOWN


def test_alarms_are_told_with_the_programmes_and_what_to_do(client_of, months):
    programme, name = months

    page = client_of.get(PATH).text

    assert "25% of the decided files; the limit is 20 %: " in page
    assert f"{programme.name['en']} (25%)" in page
    assert "train a new version" in page
    assert "50%, more than 10 points below the six months before." in page
    assert f'value="drift:{name}:unknown"' in page
    assert 'role="img"' in page
    assert "0.12" in page


def test_calm_months_raise_none(client_of):
    month(drift.latest_months()[-1])

    page = client_of.get(PATH).text

    assert "No alarm in these months." in page
    assert "A curve needs two months" in page


def test_the_months_are_computed_by_a_job(client_of):
    answer = client_of.send(f"{PATH}/compute", page=PATH)

    job = db.session.scalars(sa.select(Job).where(Job.kind == "matcher.watch")).one()
    assert answer.status_code == 303
    assert len(job.payload["months"]) == drift.SHOWN


def test_what_was_done_is_noted(client_of, months, admin):
    subject = f"drift:{months[1]}:unknown"

    silent = client_of.send(PATH, {"subject": subject, "text": ""})
    client_of.send(PATH, {"subject": subject, "text": "Description complétée."})

    assert silent.status_code == 422
    assert 'id="text-e"' in silent.text
    page = client_of.get(PATH).text
    assert "Description complétée." in page
    assert admin.full_name in page
    assert db.session.query(AlarmNote).count() == 1


def test_the_page_costs_the_same_for_any_number_of_months(client_of, count_statements):
    counts = []
    for number in (1, 3):
        for first in drift.latest_months()[-number:]:
            if drift.run_of(drift.name_of(first)) is None:
                month(first)
        client_of.get(PATH)
        with count_statements() as statements:
            client_of.get(PATH)
        counts.append(len(statements))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["0000-01", "٢٠٢٦-01", "2026-13"])
def test_a_note_about_a_month_that_cannot_be_is_refused_and_the_page_still_opens(client_of, name):
    answer = client_of.send(PATH, {"subject": f"drift:{name}:unknown", "text": "Vu"})

    assert answer.status_code == 422
    assert client_of.get(PATH).status_code == 200
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AlarmNote)) == 0
