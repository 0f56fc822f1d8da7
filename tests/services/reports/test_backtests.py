"""A past call filled again: what the files, seats and outcomes of a call are, and who may ask."""

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.applications.models import Application, RuleResult
from app.core.clock import utcnow
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.decisions.states import DecisionKind
from app.matching import audit, queries
from app.matching.models import Run
from app.matching.services.train import train
from app.matching.states import RunKind, RunState
from app.outcomes.measures import Measure
from app.programmes.queries import openings
from app.programmes.states import CallState
from app.reports import past
from app.reports.services.order_backtest import order_backtest
from app.reports.services.order_comparison import order_comparison
from app.reports.services.run_backtest import replayed, run_backtest
from app.reports.services.run_comparison import run_comparison
from app.startups.models import Startup
from tests.factories import make_application, make_person, make_rule, save
from tests.services.outcomes.desk import BEFORE, make_figure


@pytest.fixture
def decided(desk, champion):
    """One admitted, one refused; every file of the call has its answer."""
    yes, no = desk.file(), desk.file()
    desk.decide(yes)
    desk.decide(no, DecisionKind.REJECT)
    desk.publish()
    with transaction():
        db.session.execute(
            sa.update(type(desk.call)).where(type(desk.call).id == desk.call.id).values(state=CallState.ARCHIVED)
        )
    return yes, no


def order(admin, call, policy="lottery", **values):
    with transaction():
        return order_backtest(
            actor=admin, call_id=call.id, policy=policy, number=values.get("number"), seed=values.get("seed", "7")
        )


def test_only_administrators_order(decided, call, champion):
    with pytest.raises(NotAllowed):
        order(make_person(Role.LEAD), call)
    with pytest.raises(NotAllowed), transaction():
        order_comparison(actor=make_person(Role.LEAD), number=champion.number, other=train(lessons=[]).number)


def test_a_call_with_waiting_files_is_not_past(call, admin, champion, desk):
    desk.file()

    assert past.calls() == []
    with pytest.raises(InvalidInput):
        order(admin, call)


def test_a_closed_call_whose_files_all_have_their_answer_is_past(decided, call):
    with transaction():
        db.session.execute(sa.update(type(call)).where(type(call).id == call.id).values(state=CallState.CLOSED))

    assert [row.id for row in past.calls()] == [call.id]


def test_the_files_of_a_call_come_with_wish_and_real_place(decided, call, desk):
    yes, no = decided
    sent = {one.id: one for one in past.files(call.id)}

    assert sent[str(yes.id)].real == str(desk.openings[0].id)
    assert sent[str(no.id)].real is None
    assert sent[str(yes.id)].wishes == (str(desk.openings[0].id),)
    assert sent[str(yes.id)].score is None


def test_a_hard_rule_bars_in_the_past_too(decided, call, admin, work):
    rule = make_rule(openings(call.id)[0])
    for file in decided:
        save(
            RuleResult(
                application_id=file.id,
                rule_id=rule.id,
                opening_id=rule.opening_id,
                outcome="not_met",
                checked_at=utcnow(),
            )
        )
    run = order(admin, call)
    work()

    assert past.barred(call.id) == {(str(file.id), str(rule.opening_id)) for file in decided}
    assert queries.run(run.id).result["drawn"] == []


def test_jobs_are_known_where_a_figure_was_given(decided, call, admin):
    yes, _no = decided
    with transaction():
        db.session.execute(
            sa.update(Application).where(Application.id == yes.id).values(stage="exited", shown="confirmed")
        )
    startup = db.session.get(Startup, yes.startup_id)
    make_figure(startup, Measure.JOBS, 0, actor=admin, period=BEFORE)
    make_figure(startup, Measure.JOBS, 4, actor=admin)

    known = past.outcomes(past.files(call.id))

    assert known == {
        "confirmed": {str(yes.id): True},
        "graduated": {str(yes.id): False},
        "jobs": {str(yes.id): True},
    }


def test_the_same_run_gives_the_same_placement(decided, call, admin, work):
    run = order(admin, call, "champion")
    work()
    first = dict(queries.run(run.id).result)

    again = replayed(queries.run(run.id), lambda share, note: None)

    again.pop("snapshot_id")
    assert again == first


def test_a_finished_run_is_not_computed_again(decided, call, admin, work):
    run = order(admin, call)
    work()
    finished = queries.run(run.id).finished_at

    run_backtest(run_id=run.id, progress=lambda share, note: None)

    assert queries.run(run.id).finished_at == finished


def test_without_a_published_decision_a_version_has_no_past(call, champion):
    run = Run(kind=RunKind.BACKTEST, state=RunState.RUNNING, settings={"policy": "prior", "seed": ""}, call_id=call.id)
    make_application(call=call)

    with pytest.raises(Conflict):
        replayed(run, lambda share, note: None)
    run.call_id = None
    with pytest.raises(Conflict):
        replayed(run, lambda share, note: None)


def test_a_comparison_without_decisions_fails_with_words_and_is_not_tried_again(admin, champion, work):
    train(lessons=[], note="deux")
    with transaction():
        run = order_comparison(actor=admin, number=1, other=2)
    run_comparison(run_id=run.id, progress=lambda share, note: None)

    assert queries.run(run.id).state is RunState.FAILED
    assert queries.run(run.id).problem == audit.TOO_EARLY


def test_the_settings_of_a_version_without_any_are_the_defaults():
    assert audit.in_service(None) == audit.in_service({"extra": {}})
    assert set(audit.in_service(None)["families"].values()) == {1.0}
