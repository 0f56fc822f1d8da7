"""Cases that must never fail, by their number: a lottery replays from its seed, small groups stay hidden."""

import csv
import hashlib
import io
import re

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.decisions.states import DecisionKind
from app.matching import queries
from app.matching.models import Run
from app.programmes.states import CallState
from tests.factories import make_call, make_person
from tests.queries.reports.crowd import Crowd
from tests.services.decisions.desk import Desk


@pytest.fixture
def client(sign_in):
    return sign_in(make_person(Role.ADMIN))


def test_case_38_a_lottery_replays_from_its_seed(client):
    desk = Desk(make_call(openings=1, seats=2))
    files = [desk.file() for _ in range(4)]
    for number, file in enumerate(files):
        desk.decide(file, *([] if number < 2 else [DecisionKind.REJECT]))
    desk.publish()
    with transaction():
        db.session.execute(sa.update(type(desk.call)).values(state=CallState.ARCHIVED))
    path = "/en/admin/matcher/backtests"

    for _ in range(2):
        client.send(path, {"call": str(desk.call.id), "policy": "lottery", "seed": "tombola 2026"}, page=path)
        jobs.run_all()

    by_hand = sorted(files, key=lambda file: hashlib.sha256(f"tombola 2026|{file.id}".encode()).hexdigest())[:2]
    runs = [queries.run(key) for key in db.session.scalars(sa.select(Run.id))]
    assert len(runs) == 2
    for run in runs:
        assert {key for key, _place in run.result["drawn"]} == {str(file.id) for file in by_hand}


@pytest.mark.parametrize("small", [{"MA-01": 4}, {"MA-01": 4, "MA-02": 9}, {"MA-01": 1, "MA-02": 1}])
def test_case_39_small_groups_are_hidden_also_by_subtraction(client, small):
    crowd = Crowd(make_call(openings=1))
    for region, size in {"MA-06": 40, "MA-09": 25, "MA-03": 12, **small}.items():
        crowd.add(size - size // 2, home_region=region)
        crowd.add(size // 2, home_region=region, fails=True)
    crowd.save()
    path = f"/en/admin/matcher/fairness?call={crowd.call.key}&by=region"

    page = client.get(path).text
    rows = csv.reader(io.StringIO(client.get(f"/en/admin/matcher/fairness.csv?call={crowd.call.key}").text))

    shown = [int(count) for count in re.findall(r'data-label="Files">(\d+)<', page.split('id="recommendation"')[0])]
    exported = [row[3] for row in rows if row[0] == "Region of the team" and row[1] == "Eligibility"]
    assert shown == [int(count) for count in exported if count]
    assert min(shown) >= 10
    hidden = 77 + sum(small.values()) - sum(shown)
    assert exported.count("") >= 2
    assert hidden not in small.values()
