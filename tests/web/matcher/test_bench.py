"""The bench: two versions on the same decisions, in a job; figures, charts with tables, flips within rights."""

import uuid

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.decisions.lessons import lessons
from app.matching import queries
from app.matching.models import Run
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.train import train
from app.matching.states import RunKind, RunState
from app.programmes.queries import openings
from app.reports.services.order_comparison import order_comparison
from tests.factories import make_call, make_person
from tests.services.decisions.desk import Desk

PATH = "/en/admin/matcher/bench"


@pytest.fixture
def call():
    return make_call(openings=3, seats=9)


@pytest.fixture
def versions(call, monkeypatch):
    """The version in service, and a candidate with other weights."""
    monkeypatch.setattr(training, "BEGINNING", 0)
    first = train(lessons=[], note="première")
    with transaction():
        begin(number=first.number)
    return first, train(lessons=[], note="autre", settings={"families": {"text": 3.0, "needs": 0.0}})


@pytest.fixture
def decided(call):
    desk = Desk(call)
    files = [desk.file() for _ in range(5)]
    for number, file in enumerate(files):
        desk.decide(file, opening=desk.openings[number % 3])
    desk.publish()
    return files


@pytest.fixture
def done(client_of, versions, decided, admin):
    with transaction():
        run = order_comparison(actor=admin, number=1, other=2)
    jobs.run_all()
    db.session.expire_all()
    found = queries.run(run.id)
    assert found.state is RunState.DONE, found.problem
    return found


@pytest.mark.parametrize("role", [Role.LEAD, Role.DIRECTOR, Role.STAFF])
def test_only_administrators_enter(sign_in, role):
    assert sign_in(make_person(role)).get(PATH).status_code == 403


def test_one_version_is_not_enough(client_of):
    assert "There must be two versions." in client_of.get(PATH).text


def test_the_version_in_service_and_the_newest_other_are_proposed(client_of, versions):
    answer = client_of.send(PATH, {"number": "1", "other": "2"})

    run = db.session.scalars(sa.select(Run).where(Run.kind == RunKind.COMPARISON)).one()
    page = client_of.get(PATH).text
    assert answer.location.endswith(f"/bench/{run.id}")
    assert (run.model_number, run.other_number) == (1, 2)
    assert '<option value="1" selected>Version 1, in service' in page
    assert "Version 1 beside version 2" in page
    assert "Waits for the worker" in client_of.get(f"{PATH}/{run.id}").text


@pytest.mark.parametrize(("number", "other"), [("1", "1"), ("1", ""), ("", ""), ("x", "2")])
def test_two_different_versions_are_needed(client_of, versions, number, other):
    answer = client_of.send(PATH, {"number": number, "other": other})

    assert answer.status_code == 422
    assert 'id="other-e"' in answer.text
    assert db.session.query(Run).count() == 0


def test_a_version_that_does_not_exist_is_not_found(client_of, versions):
    assert client_of.send(PATH, {"number": "1", "other": "9"}).status_code == 404


def test_without_a_decision_the_page_says_why_there_is_no_result(client_of, versions, admin):
    with transaction():
        run = order_comparison(actor=admin, number=1, other=2)
    jobs.run_all()

    page = client_of.get(f"{PATH}/{run.id}").text

    assert "This could not be computed." in page
    assert "there is nothing to judge by" in page


def test_both_are_judged_by_the_same_later_decisions(client_of, done):
    page = client_of.get(f"{PATH}/{done.id}").text

    assert done.result["later"] == 1
    assert [side["decisions"] for side in done.result["sides"]] == [1, 1]
    assert done.snapshot_id is not None
    for words in (
        "Right place first",
        "Mean reciprocal rank",
        "Log-loss",
        "Calibration error",
        "Coverage",
        "Learning curve",
    ):
        assert words in page
    assert page.count('role="img"') == 2
    assert page.count("See the figures") == 2


def test_equal_settings_are_said_to_show_no_difference(client_of, versions, decided, admin):
    train(lessons=[], note="la même")
    with transaction():
        run = order_comparison(actor=admin, number=1, other=3)
    jobs.run_all()

    assert "Both versions have the same settings." in client_of.get(f"{PATH}/{run.id}").text
    assert queries.run(run.id).result["flipped"] == 0


def test_the_files_themselves_are_judged_by_later_decisions(client_of, call, decided, versions, admin):
    for _ in range(2):
        train(lessons=lessons(), note="a appris")
    with transaction():
        run = order_comparison(actor=admin, number=3, other=4)
    jobs.run_all()
    db.session.expire_all()

    assert queries.run(run.id).result["fresh"] == [{"decisions": 0}, {"decisions": 0}]
    assert "No decision is later than that yet." in client_of.get(f"{PATH}/{run.id}").text


def test_flips_stand_side_by_side_with_their_reasons(client_of, done, decided, call, count_statements):
    first, second, _third = openings(call.id)
    flips = [
        {
            "key": key,
            "place": str(first.id),
            "sides": [
                {"opening": str(first.id), "fit": 70, "reasons": [["sector.match", 12], ["place.far", -4]]},
                {"opening": str(second.id), "fit": 60, "reasons": [["stage.match", 9]]},
            ],
        }
        for key in (str(decided[0].id), "app-2024-00001", str(uuid.uuid4()))
    ]
    with transaction():
        done.result = done.result | {"flips": flips, "flipped": 3}

    page = client_of.get(f"{PATH}/{done.id}").text

    assert "3 files whose first place differs" in page
    assert decided[0].reference in page
    assert "Your sector is the programme’s sector" in page
    assert "-4" in page
    assert "1 of them is an invented file." in page
    assert "1 of them is not yours to read." in page


def test_the_download_has_every_figure(client_of, done):
    answer = client_of.get(f"{PATH}/{done.id}.csv")

    assert answer.text.startswith("\ufeffPart,Group,Figure,Version,Value,Low,High,Decisions")
    assert "seen,,top1,1," in answer.text
    assert "learning," in answer.text
    assert answer.headers["Content-Disposition"].endswith("wijha-bench-1-2.csv")


def test_there_is_no_download_before_the_result(client_of, versions, admin):
    with transaction():
        run = order_comparison(actor=admin, number=1, other=2)

    assert client_of.get(f"{PATH}/{run.id}.csv").status_code == 404
    client_of.send(f"{PATH}/{run.id}/stop", page=f"{PATH}/{run.id}")
    db.session.expire_all()
    assert queries.run(run.id).state is RunState.CANCELLED


def test_another_kind_of_run_is_not_found_here(client_of, done):
    with transaction():
        done.kind = RunKind.TRIAL

    assert client_of.get(f"{PATH}/{done.id}").status_code == 404


def test_the_page_costs_the_same_for_any_number_of_flips(client_of, done, decided, call, count_statements):
    place = str(openings(call.id)[0].id)
    counts = []
    for size in (1, 3):
        side = {"opening": place, "fit": 70, "reasons": []}
        flips = [{"key": str(file.id), "place": place, "sides": [side, side]} for file in decided[:size]]
        with transaction():
            done.result = done.result | {"flips": flips}
        with count_statements() as statements:
            client_of.get(f"{PATH}/{done.id}")
        counts.append(len(statements))

    assert counts[0] == counts[1]
