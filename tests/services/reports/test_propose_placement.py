"""A placement on paper: stable or best, within limits; what cannot be done is named."""

import pytest

from app.accounts.roles import Role
from app.core import jobs
from app.core.db import db, transaction
from app.core.errors import InvalidInput, NotAllowed
from app.matching.models import ApplicationScore, Run
from app.matching.placing import Limit
from app.matching.services import train as training
from app.matching.services.begin import begin
from app.matching.services.train import train
from app.matching.states import RunState
from app.programmes.queries import openings
from app.reports.services.propose_placement import propose_placement
from tests.factories import grant, make_application, make_call, make_person, make_region


@pytest.fixture
def call(monkeypatch):
    call = make_call(openings=2, seats=1)
    monkeypatch.setattr(training, "BEGINNING", 0)
    version = train(lessons=[], note="essai")
    with transaction():
        begin(number=version.number)
    return call


@pytest.fixture
def lead(call):
    return grant(make_person(), Role.LEAD, call_id=call.id)


def sent(call, *, fit, region="MA-06"):
    """A file that wishes for the first opening only, with a fit there."""
    application = make_application(call=call, home_region=[region])
    with transaction():
        score = db.session.get(ApplicationScore, application.id)
        score.fits = {str(one.id): [fit, 0.1] for one in openings(call.id)}
    return application


def propose(call, lead, method, *limits):
    with transaction():
        run = propose_placement(actor=lead, call_id=call.id, method=method, limits=limits)
    jobs.run_all()
    found = db.session.get(Run, run.id, populate_existing=True)
    assert found.state is RunState.DONE, found.problem
    return found.result


def test_the_better_score_gets_the_seat_it_wished_for(call, lead):
    place = openings(call.id)[0]
    strong, weak = sent(call, fit=80), sent(call, fit=40)

    found = propose(call, lead, "stable")

    assert found["placed"] == {str(strong.id): str(place.id)}
    assert (found["files"], found["first_wishes"], found["envy"]) == (2, 1, 0)
    assert str(weak.id) not in found["placed"]


def test_a_floor_for_a_region_is_kept_and_its_price_is_said(call, lead):
    make_region("MA-09")
    place = openings(call.id)[0]
    sent(call, fit=80)
    south = sent(call, fit=40, region="MA-09")

    free, kept = propose(call, lead, "best"), propose(call, lead, "best", Limit("MA-09", 1, None))

    assert str(south.id) not in free["placed"]
    assert kept["placed"] == {str(south.id): str(place.id)}
    assert kept["envy"] == 1
    assert free["prices"][str(place.id)] == pytest.approx(40, abs=0.1)


def test_what_cannot_be_kept_is_named_and_nothing_is_placed(call, lead):
    make_region("MA-09")
    sent(call, fit=80, region="MA-09")

    found = propose(call, lead, "best", Limit("MA-09", 2, None))

    assert found["conflict"] == [{"region": "MA-09", "least": 2, "most": None, "able": 1}]
    assert found["placed"] == {}


def test_only_the_lead_of_the_call_asks_and_limits_must_make_sense(call, lead):
    with pytest.raises(NotAllowed), transaction():
        propose_placement(actor=make_person(Role.STAFF), call_id=call.id, method="stable", limits=[])
    with pytest.raises(InvalidInput, match="more than at most"), transaction():
        propose_placement(actor=lead, call_id=call.id, method="best", limits=[Limit("MA-06", 3, 2)])
    with pytest.raises(InvalidInput), transaction():
        propose_placement(actor=lead, call_id=call.id, method="best", limits=[Limit("FR-75", 3, None)])
    with pytest.raises(InvalidInput), transaction():
        propose_placement(actor=lead, call_id=call.id, method="magic", limits=[])


def test_a_file_without_scores_is_counted_and_left_out(call, lead):
    draft = sent(call, fit=50)
    with transaction():
        db.session.delete(db.session.get(ApplicationScore, draft.id))

    found = propose(call, lead, "stable")

    assert (found["files"], found["unscored"], found["placed"]) == (0, 1, {})


def test_a_withdrawn_or_decided_file_is_not_placed(call, lead):
    make_application(call=make_call())

    assert propose(call, lead, "stable")["files"] == 0
