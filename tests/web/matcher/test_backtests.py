"""A past call under another rule: ordered, computed in a job, replayed from its seed, small groups left out."""

import re
import uuid

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.models import Application
from app.core import jobs
from app.core.db import db, transaction
from app.decisions.states import DecisionKind
from app.matching import queries
from app.matching.models import Run
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.train import train
from app.matching.states import RunKind, RunState
from app.programmes.states import CallState
from app.reports import past
from app.reports.services.order_backtest import order_backtest
from tests.factories import make_call, make_person
from tests.services.decisions.desk import Desk

PATH = "/en/admin/matcher/backtests"


@pytest.fixture
def call():
    return make_call(openings=2, seats=2)


@pytest.fixture
def champion(call, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    version = train(lessons=[], note="première")
    with transaction():
        begin(number=version.number)
    return version


@pytest.fixture
def files(call, champion):
    """Five files: two admitted at the first opening, three refused; the call is archived."""
    desk = Desk(call)
    sent = [desk.file() for _ in range(5)]
    for file in sent[:2]:
        desk.decide(file)
    for file in sent[2:]:
        desk.decide(file, DecisionKind.REJECT)
    desk.publish()
    with transaction():
        db.session.execute(sa.update(type(call)).where(type(call).id == call.id).values(state=CallState.ARCHIVED))
    return sent


@pytest.fixture
def replay(call, files, admin):
    def run_it(policy, *, seed="", number=None):
        with transaction():
            run = order_backtest(actor=admin, call_id=call.id, policy=policy, number=number, seed=seed)
        jobs.run_all()
        db.session.expire_all()
        found = queries.run(run.id)
        assert found.state is RunState.DONE, found.problem
        return found

    return run_it


@pytest.mark.parametrize("role", [Role.LEAD, Role.DIRECTOR, Role.STAFF])
def test_only_administrators_enter(sign_in, role):
    assert sign_in(make_person(role)).get(PATH).status_code == 403


def test_a_call_under_way_cannot_be_filled_again(client_of, call, champion):
    Desk(call).file()

    assert "once every file has its published answer" in client_of.get(PATH).text
    assert past.calls() == []


def test_a_backtest_is_ordered(client_of, call, files):
    answer = client_of.send(PATH, {"call": str(call.id), "policy": "lottery", "seed": "2026"})

    run = db.session.scalars(sa.select(Run).where(Run.kind == RunKind.BACKTEST)).one()
    assert answer.location.endswith(f"/backtests/{run.id}")
    assert run.settings == {"policy": "lottery", "seats": "given", "seed": "2026"}
    assert "A lottery" in client_of.get(PATH).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"policy": "lottery", "seed": "2026"}, "call"),
        ({"call": "x", "policy": "prior"}, "call"),
        ({"call": None, "policy": "dice"}, "policy"),
        ({"call": None, "policy": "candidate"}, "number"),
        ({"call": None, "policy": "lottery", "seed": ""}, "seed"),
        ({"call": None, "policy": "lottery", "seed": "<b>"}, "seed"),
    ],
)
def test_what_is_missing_is_told_beside_its_field(client_of, call, files, typed, field):
    typed = {name: str(call.id) if value is None else value for name, value in typed.items()}

    answer = client_of.send(PATH, typed)

    assert answer.status_code == 422
    assert f'id="{field}-e"' in answer.text
    assert db.session.query(Run).filter(Run.kind == RunKind.BACKTEST).count() == 0


def test_a_lottery_replays_from_its_seed_on_the_page(client_of, replay):
    one, again = replay("lottery", seed="7"), replay("lottery", seed="7")
    others = [replay("lottery", seed=str(seed)).result["drawn"] for seed in range(8, 20)]

    assert one.result == again.result
    assert any(drawn != one.result["drawn"] for drawn in others)
    assert "seed “7”" in client_of.get(f"{PATH}/{one.id}").text


def test_no_more_seats_are_given_than_there_are(replay):
    for policy in ("champion", "prior", "lottery"):
        for row in replay(policy, seed="1").result["seats"]:
            assert row["drawn"] <= row["seats"]


def test_every_seat_can_be_filled_or_as_many_as_were_given(call, files, admin, replay):
    given = replay("lottery", seed="1").result
    with transaction():
        every = order_backtest(actor=admin, call_id=call.id, policy="lottery", number=None, seed="1", seats="all")
    jobs.run_all()
    db.session.expire_all()

    assert [row["seats"] for row in given["seats"]] == [2, 0]
    assert [row["seats"] for row in queries.run(every.id).result["seats"]] == [2, 2]
    assert given["overlap"]["drawn"] == given["overlap"]["real"] == 2


def test_the_overlap_and_what_is_unknown_are_counted(replay, files):
    result = replay("lottery", seed="3").result
    drawn, real = {key for key, _place in result["drawn"]}, {str(file.id) for file in files[:2]}

    assert result["overlap"]["both"] == len(drawn & real)
    assert result["unknown"] == len(drawn - real)
    assert result["outcomes"]["confirmed"]["drawn"]["unknown"] == len(drawn)  # nobody has answered an offer yet


def test_outcomes_of_the_admitted_are_known_and_those_of_the_refused_are_not(replay, files):
    with transaction():
        db.session.execute(
            sa.update(Application).where(Application.id == files[0].id).values(stage="graduated", shown="confirmed")
        )
        db.session.execute(
            sa.update(Application).where(Application.id == files[1].id).values(stage="declined", shown="declined")
        )

    found = replay("lottery", seed="3").result["outcomes"]

    assert found["confirmed"]["real"] | {} == {"yes": 1, "known": 2, "unknown": 0, "low": 0.5, "high": 0.5}
    assert found["graduated"]["real"]["yes"] == 1
    assert found["jobs"]["real"]["known"] == 0
    assert found["confirmed"]["drawn"]["low"] <= found["confirmed"]["drawn"]["high"]


def test_reviewers_alone_leave_unread_files_out(replay):
    result = replay("reviewers").result

    assert result["unscored"] == 5
    assert result["drawn"] == []


def test_a_version_is_fitted_without_the_files_of_the_call(replay, client_of):
    run = replay("champion")

    page = client_of.get(f"{PATH}/{run.id}").text
    assert "without the files of this call" in page
    assert "Version 1" in page


def test_a_candidate_is_named(replay, client_of, champion):
    train(lessons=[], note="autre")

    run = replay("candidate", number=2)

    assert run.model_number == 2
    assert "(Version 2)" in client_of.get(PATH).text


def test_small_groups_are_not_shown(replay, client_of):
    run = replay("lottery", seed="1")

    page = client_of.get(f"{PATH}/{run.id}").text

    assert all(row["real"] is None and row["drawn"] is None for row in run.result["mix"]["region"])
    assert "Not shown:" in page


def test_the_download_has_the_same_figures(replay, client_of, call):
    run = replay("lottery", seed="1")

    answer = client_of.get(f"{PATH}/{run.id}.csv")

    assert answer.text.startswith("\ufeffPart,Group,Really,Under the rule,Unknown,Low,High")
    assert re.search(r"Region of the team,[^,]+,not shown,not shown", answer.text)


def test_a_waiting_one_can_be_stopped_and_has_no_download(client_of, call, files, admin):
    with transaction():
        run = order_backtest(actor=admin, call_id=call.id, policy="prior", number=None, seed="")
    path = f"{PATH}/{run.id}"

    assert client_of.get(f"{path}.csv").status_code == 404
    client_of.send(f"{path}/stop", page=path)
    db.session.expire_all()
    assert queries.run(run.id).state is RunState.CANCELLED
    assert client_of.get(f"{PATH}/{uuid.uuid4()}").status_code == 404


def test_without_a_version_in_service_the_champion_is_no_rule(client_of, call, monkeypatch):
    monkeypatch.setattr(training, "BEGINNING", 0)
    desk = Desk(call)
    desk.decide(desk.file())
    desk.publish()
    with transaction():
        db.session.execute(sa.update(type(call)).where(type(call).id == call.id).values(state=CallState.ARCHIVED))

    answer = client_of.send(PATH, {"call": str(call.id), "policy": "champion"})

    assert "No version is in service." in answer.text


def test_the_page_costs_the_same_for_any_number_of_runs(client_of, replay, count_statements):
    counts = []
    for size in (1, 2):
        for number in range(size):
            replay("lottery", seed=str(number))
        with count_statements() as statements:
            client_of.get(PATH)
        counts.append(len(statements))

    assert counts[0] == counts[1]
