"""Which outcomes would enter the next training, and why the others do not."""

import uuid
from datetime import UTC, date, datetime

import pytest

from app.accounts.roles import Role
from app.core.clock import utcnow
from app.decisions import results
from app.decisions.models import Decision
from app.decisions.states import DecisionKind
from app.outcomes.models import Outcome
from app.programmes.queries import openings
from app.startups.models import Startup
from tests.factories import make_application, make_call, make_person, make_reason, save
from tests.queries.reports.world import World

DECIDED = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def world():
    return World()


def decided(kind=DecisionKind.ACCEPT):
    call = make_call(openings=1)
    application = make_application(call=call, run_jobs=False)
    reject = kind is DecisionKind.REJECT
    save(
        Decision(
            id=uuid.uuid4(), application_id=application.id, kind=kind, state="published", decided_at=DECIDED,
            opening_id=None if reject else openings(call.id)[0].id, decided_by_id=application.created_by_id,
            reason_code=make_reason().code if reject else None, published_at=DECIDED,
        )
    )  # fmt: skip
    return application


def figure(application, measure="jobs", value=3, year=2025, *, verified=True):
    verifier, now = make_person(Role.LEAD), utcnow()
    return save(
        Outcome(
            id=uuid.uuid4(), startup_id=application.startup_id, measure=measure, value=value,
            starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), recorded_by_id=make_person().id, recorded_at=now,
            verified_by_id=verifier.id if verified else None, verified_at=now if verified else None,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({}, "enters"),
        ({"measure": "active", "value": 1}, "enters"),
        ({"measure": "turnover", "value": 10}, "enters"),
        ({"verified": False}, "not_verified"),
        ({"value": None}, "not_available"),
        ({"value": 0}, "none"),
        ({"measure": "turnover_abroad"}, "part"),
        ({"measure": "patents"}, "part"),
        ({"year": 2023}, "earlier"),
    ],
)
def test_a_figure_counts_when_it_is_verified_good_and_after_the_place(values, verdict):
    application = decided()
    figure(application, **values)

    (found,) = results.results()

    assert found.verdict == verdict
    assert found.application_id == (None if verdict == "earlier" else application.id)


def test_a_refused_startup_has_no_result():
    figure(decided(DecisionKind.REJECT))

    assert [one.verdict for one in results.results()] == ["no_place"]
    assert results.good_results() == {}


def test_a_label_is_dated_by_the_first_result_that_counts():
    application = decided()
    figure(application, year=2025)
    figure(application, measure="turnover", year=2024)
    figure(application, measure="active", value=1, year=2024, verified=False)

    assert results.good_results() == {application.id: date(2024, 12, 31)}


def test_money_and_ends_of_participations_are_results_too(world):
    application = decided()
    startup = Startup(id=application.startup_id, name="x")
    world.money(startup, 100, date(2025, 1, 1))
    world.money(startup, 100, date(2025, 2, 1), "grant", verified=False)
    world.money(startup, 100, date(2025, 3, 1), removed=True)
    world.take_part(startup, date(2024, 6, 1), date(2025, 4, 1), state="completed")
    world.take_part(startup, date(2024, 6, 1), date(2025, 5, 1), state="left", programme=world.develop)

    found = [(one.what, one.verdict) for one in results.results()]

    assert found == [("left", "none"), ("completed", "enters"), ("aid", "not_verified"), ("funding", "enters")]


def test_the_latest_place_before_a_result_is_the_one_it_followed():
    first = decided()
    second = make_application(call=make_call(openings=1), run_jobs=False)
    later = datetime(2025, 6, 1, tzinfo=UTC)
    from app.core.db import transaction

    with transaction() as session:
        second = session.merge(second)
        second.startup_id = first.startup_id
    save(
        Decision(
            id=uuid.uuid4(), application_id=second.id, kind="accept", state="published", decided_at=later,
            opening_id=openings(second.call_id)[0].id, decided_by_id=second.created_by_id, published_at=later,
        )
    )  # fmt: skip
    figure(first, year=2024)
    figure(first, year=2025)

    assert {(one.on.year, one.application_id) for one in results.results()} == {(2024, first.id), (2025, second.id)}


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_any_number(count_statements, number):
    for _ in range(number):
        figure(decided())

    with count_statements() as statements:
        found = list(results.results())

    assert len(found) == number
    assert len(statements) == 4


def test_every_verdict_is_counted():
    figure(decided())

    assert results.counts(results.results()) == {
        "enters": 1, "not_verified": 0, "not_available": 0, "none": 0, "part": 0, "no_place": 0, "earlier": 0,
    }  # fmt: skip
