"""Trying settings: what would change is computed in a job, kept as identifiers, and nothing goes live."""

import json
import uuid

import pytest

from app.accounts.roles import Role
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.jobs import Cancelled, Job, LeaseLost
from app.decisions.lessons import lessons
from app.decisions.states import DecisionKind
from app.files import storage
from app.matching import audit, bundles, queries, registry
from app.matching.models import ModelVersion
from app.matching.services.begin import begin
from app.matching.services.train import train
from app.matching.states import RunKind, RunState
from app.programmes.queries import openings
from app.reports import trials
from app.reports.services.order_run import cancel_run
from app.reports.services.run_trial import run_trial
from app.reports.services.try_settings import name_trial, trial, try_settings
from app.startups.models import Membership
from tests.factories import make_application, make_call, make_opening, make_person, make_programme, make_rule, save


def order(admin, rules=None, **changes):
    with transaction():
        return try_settings(actor=admin, settings=audit.in_service(None) | changes, rules=rules or {})


def computed(admin, work, rules=None, **changes):
    run = order(admin, rules, **changes)
    work()
    return queries.run(run.id)


@pytest.fixture
def decided(desk):
    """Two files decided and published, one that waits."""
    first, second = desk.file(), desk.file()
    desk.decide(first)
    desk.decide(second, DecisionKind.REDIRECT)
    desk.publish()
    return first, second, desk.file()


def test_the_settings_in_service_change_nothing(admin, quick, decided, work):
    version = train(lessons=lessons())
    with transaction():
        begin(number=version.number)

    run = computed(admin, work)

    assert run.state is RunState.DONE, run.problem
    assert run.result["files"] | {"most": 0} == {"past": 2, "current": 1, "most": 0}
    assert run.result["moved"] == {"past": 0, "current": 0}
    assert run.result["moves"] == []
    assert run.result["agreement"]["before"] == run.result["agreement"]["after"]
    assert run.result["levels"]["before"] == run.result["levels"]["after"]
    assert run.result["placed"] == 2
    assert run.snapshot_id is not None


def test_other_weights_move_files_and_say_why_by_code(admin, champion, decided, call, work):
    programme = make_programme(stages=["growth"], sectors=["energy_water"], offers=["lab", "mentoring"])
    make_opening(call, programme=programme, position=9)
    weights = dict.fromkeys(audit.families(), 0.0) | {"sector": 3.0, "needs": 3.0}

    run = computed(admin, work, families=weights)

    assert run.result["moved"] == {"past": 2, "current": 1}
    move = run.result["moves"][0]
    assert move["after"]["opening"] != move["before"]["opening"]
    assert move["after"]["reason"].split(".")[0] in ("sector", "needs")


def test_no_name_and_no_answer_is_kept(admin, champion, decided, work):
    run = computed(admin, work, families=dict.fromkeys(audit.families(), 0.0) | {"text": 3.0})

    kept = json.dumps(run.result, ensure_ascii=False)
    assert "Atlas Grid" not in kept
    assert "irriguer" not in kept
    assert decided[0].reference not in kept


def test_thresholds_move_the_words(admin, champion, decided, work):
    run = computed(admin, work, strong=100, possible=99)

    assert run.result["levels"]["after"]["strong"] == 0
    assert sum(run.result["levels"]["after"].values()) == 3


def test_without_a_version_in_service_the_written_rules_are_what_was_before(admin, quick, decided, work):
    run = computed(admin, work)

    assert run.state is RunState.DONE, run.problem
    assert run.result["champion"] is None


def test_a_version_that_cannot_be_read_is_told(admin, champion, decided, work):
    bundles.folder_of(champion).joinpath("model.skops").unlink()
    storage.delete(bundles.key_of(champion, "model.skops"))
    registry.forget()

    run = computed(admin, work)

    assert run.state is RunState.FAILED
    assert run.problem == "The version in service cannot be loaded."


def test_a_rule_tried_as_hard_bars_and_one_tried_as_advice_frees(admin, champion, work):
    call = make_call(openings=2)
    opening = openings(call.id)[0]
    advice = make_rule(opening, hard=False, value=["growth"])
    waiting = make_application(call=call)

    barred = computed(admin, work, rules={str(advice.id): "hard"})
    with transaction():
        advice.hard = True
    freed = computed(admin, work, rules={str(advice.id): "off"})

    assert barred.result["rules"] == {"barred": [str(waiting.id)], "freed": []}
    assert freed.result["rules"] == {"barred": [], "freed": [str(waiting.id)]}


def test_a_rule_of_an_opening_nobody_wished_for_changes_nothing(admin, champion, work):
    call = make_call(openings=2)
    other = make_rule(openings(call.id)[1], hard=False, value=["growth"])
    make_application(call=call)

    assert computed(admin, work, rules={str(other.id): "hard"}).result["rules"] == {"barred": [], "freed": []}


def test_only_administrators_try(champion):
    with pytest.raises(NotAllowed), transaction():
        try_settings(actor=make_person(Role.LEAD), settings=audit.in_service(None), rules={})


@pytest.mark.parametrize(
    "wrong",
    [
        {"families": {"sector": 3.1}},
        {"families": {"luck": 1.0}},
        {"programmes": {"nowhere": {"sector": 1.0}}},
        {"strong": 30},
        {"possible": 0},
        {"exploration": 0.5},
    ],
)
def test_values_no_version_could_have_are_refused(admin, champion, wrong):
    with pytest.raises(InvalidInput):
        order(admin, **wrong)


def test_a_choice_that_does_not_exist_is_refused(admin, champion):
    with pytest.raises(InvalidInput):
        order(admin, rules={str(uuid.uuid4()): "forbidden"})


def test_a_trial_is_kept_under_a_name(admin, champion, work):
    run = computed(admin, work)

    with transaction():
        name_trial(run_id=run.id, actor=admin, name=" Plus de secteur ", note="Pour l’automne")

    kept = trials.scenarios()
    assert [(row.name, row.note, row.author) for row in kept] == [
        ("Plus de secteur", "Pour l’automne", admin.full_name)
    ]
    assert db.session.query(ModelVersion).count() == 1
    with pytest.raises(InvalidInput), transaction():
        name_trial(run_id=run.id, actor=admin, name=" ", note="")


def test_a_trial_without_a_result_has_no_name_yet(admin, champion):
    run = order(admin)

    with pytest.raises(Conflict), transaction():
        name_trial(run_id=run.id, actor=admin, name="x", note="")
    with pytest.raises(NotAllowed):
        trial(run.id, make_person(Role.LEAD))
    assert trials.scenarios() == []


def test_another_kind_of_run_is_no_trial(admin, champion):
    run = order(admin)
    with transaction():
        run.kind = RunKind.BACKTEST

    with pytest.raises(NotFound):
        trial(run.id, admin)


def test_a_trial_is_stopped_before_it_begins(admin, champion, work):
    run = order(admin)
    with transaction():
        cancel_run(run_id=run.id, actor=admin)
    work()

    assert queries.run(run.id).state is RunState.CANCELLED
    assert queries.run(run.id).result is None


def test_computing_twice_keeps_the_first_result(admin, champion, decided, work):
    run = computed(admin, work)
    finished = run.finished_at

    run_trial(run_id=run.id, progress=lambda share, note: None)

    assert queries.run(run.id).finished_at == finished


def test_a_failure_is_told_and_tried_again(admin, champion, decided, work):
    run = order(admin)

    def broken(share, note):
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        run_trial(run_id=run.id, progress=broken)
    assert queries.run(run.id).state is RunState.FAILED
    assert "disk full" in queries.run(run.id).problem
    work()

    assert queries.run(run.id).state is RunState.DONE
    assert db.session.get(Job, run.job_id).state.value == "done"


def test_somebody_who_asks_to_stop_while_it_computes_is_heard(admin, champion, decided):
    run = order(admin)

    def stopped(share, note):
        raise Cancelled

    with pytest.raises(Cancelled):
        run_trial(run_id=run.id, progress=stopped)

    assert queries.run(run.id).state is RunState.CANCELLED


def test_a_worker_that_lost_its_job_leaves_the_run_to_the_other(admin, champion, decided):
    run = order(admin)

    def lost(share, note):
        raise LeaseLost

    with pytest.raises(LeaseLost):
        run_trial(run_id=run.id, progress=lost)

    assert queries.run(run.id).state is RunState.RUNNING


def test_files_of_a_conflict_of_interest_are_not_named(admin, champion, decided):
    mine, other, _waiting = decided
    save(Membership(id=uuid.uuid4(), startup_id=mine.startup_id, person_id=admin.id, role="viewer"))

    assert set(trials.readable(admin, [str(mine.id), str(other.id)])) == {str(other.id)}
