"""Freezing: rows change, frozen figures do not; restating shows both."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.roles import Role
from app.core import audit
from app.core.clock import today
from app.core.db import db, transaction
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.outcomes.models import Outcome
from app.reports import figures
from app.reports.indicators.model import Period, digest, year
from app.reports.indicators.registry import REGISTRY
from app.reports.models import FrozenFigure
from app.reports.services.enter_published import enter_published
from app.reports.services.freeze_figures import Verdict, due, freeze, freeze_missing, restate
from tests.factories import make_person
from tests.queries.reports.world import World

Y25 = year(2025)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def director():
    return make_person(Role.DIRECTOR)


def do(service, **values):
    with transaction():
        return service(**values)


def told(world, count=6):
    for number, startup in enumerate(world.supported(count)):
        world.figure(startup, "jobs", number)


def test_a_frozen_figure_does_not_move_when_rows_change(world, director):
    told(world)
    do(freeze, key="jobs", period=Y25, actor=director)

    with transaction() as session:
        session.execute(sa.update(Outcome).values(value=1000))
    db.session.expire_all()

    (frozen,) = figures.frozen("jobs")
    assert frozen.value == 15
    assert REGISTRY.get("jobs").figure(Y25).value == 6000


def test_it_says_who_froze_what_from_which_rows(world, director):
    told(world)
    frozen = do(freeze, key="jobs", period=Y25, actor=director)

    rows = REGISTRY.get("jobs").rows(Y25)

    assert (frozen.frozen_by_id, frozen.version, frozen.rows_count) == (director.id, 1, 6)
    assert frozen.rows_sha256 == digest(rows) == digest(list(reversed(rows)))
    (event,) = audit.history(frozen.id)
    assert (event.action, event.after["value"]) == ("figure.freeze", 15)


def test_parts_are_frozen_with_the_whole(world, director):
    told(world)
    do(freeze, key="jobs", period=Y25, actor=director)

    parts = figures.parts_in_force(Y25, "jobs")

    assert [(one.scope, one.value) for one in parts] == [
        ("programme:start", 15), ("region:MA-06", 15), ("site:casa", 15),
    ]  # fmt: skip


def test_small_groups_are_marked_when_they_are_frozen(world, director):
    world.supported(26)
    world.supported(4, site=world.agadir)
    do(freeze, key="startups_supported", period=Y25, actor=director)

    shown = {one.scope: one.shown for one in db.session.scalars(sa.select(FrozenFigure))}

    assert shown["all"]
    assert not shown["site:casa"]
    assert not shown["site:agadir"]


def test_restating_keeps_both_and_says_why(world, director):
    told(world)
    first = do(freeze, key="jobs", period=Y25, actor=director)
    with transaction() as session:
        session.execute(sa.update(Outcome).where(Outcome.value == 5).values(value=50))

    second = do(restate, key="jobs", period=Y25, actor=director, reason="Une unité fausse")

    both = figures.frozen("jobs")
    assert {(one.value, one.replaced_at is None, one.reason) for one in both} == {
        (15, False, ""), (60, True, "Une unité fausse"),
    }  # fmt: skip
    assert second.replaces_id == first.id
    assert [one.value for one in figures.in_force([Y25])] == [60]
    assert audit.history(second.id)[0].before["value"] == 15


def test_a_restatement_needs_a_reason_and_something_frozen(world, director):
    with pytest.raises(InvalidInput, match="why"):
        do(restate, key="jobs", period=Y25, actor=director, reason=" ")
    with pytest.raises(NotFound):
        do(restate, key="jobs", period=Y25, actor=director, reason="Erreur")


def test_freezing_twice_is_refused(world, director):
    told(world)
    do(freeze, key="jobs", period=Y25, actor=director)

    with pytest.raises(Conflict, match="frozen already"):
        do(freeze, key="jobs", period=Y25, actor=director)


def test_the_database_decides_between_two_people(world, director):
    told(world)
    first = do(freeze, key="jobs", period=Y25, actor=director)

    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.execute(
            sa.insert(FrozenFigure).values(
                indicator="jobs", version=1, scope="all", starts_on=Y25.first, ends_on=Y25.last, origin="computed",
                value=1, rows_sha256="y", frozen_by_id=director.id, created_at=first.created_at, qualifier="",
                rows_count=0, source="", reason="", shown=True,
            )
        )  # fmt: skip


def test_a_period_that_runs_is_not_frozen(director):
    running = Period(date(today().year, 1, 1), today())

    with pytest.raises(InvalidInput) as refused:
        do(freeze, key="jobs", period=running, actor=director)

    assert refused.value.field == "period"


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REVIEWER, Role.STAFF, Role.ADMIN])
def test_others_do_not_freeze(role):
    with pytest.raises(NotAllowed):
        do(freeze, key="jobs", period=Y25, actor=make_person(role))
    with pytest.raises(NotAllowed):
        do(restate, key="jobs", period=Y25, actor=make_person(role), reason="x")
    with pytest.raises(NotAllowed):
        do(freeze_missing, period=Y25, actor=make_person(role))


def test_what_is_missing_is_frozen_once(world, director):
    told(world)
    do(freeze, key="jobs", period=Y25, actor=director)

    first = do(freeze_missing, period=Y25, actor=director)
    second = do(freeze_missing, period=Y25, actor=director)

    assert first == ["startups_supported", "startups_since_start", "regions_covered", "cities_covered"]
    assert second == []


def test_a_year_before_the_first_row_is_not_frozen_as_zero(world, director):
    told(world)

    with pytest.raises(Conflict, match="no data of that year"):
        do(freeze, key="startups_supported", period=year(2024), actor=director)

    verdicts = {one.indicator.key: one.verdict for one in due(period=year(2024))}
    assert verdicts["startups_supported"] is verdicts["funds_raised"] is Verdict.NO_DATA
    assert verdicts["regions_covered"] is Verdict.FREEZE
    assert figures.in_force([year(2024)]) == []


def test_a_zero_after_the_first_row_is_a_figure(world, director):
    world.money(world.supported(6, first=date(2024, 1, 1))[0], 100_000, date(2024, 5, 1))

    frozen = do(freeze, key="funds_raised", period=Y25, actor=director)

    assert frozen.value == 0


def test_occupancy_is_unknown_until_a_place_is_taken(world, director):
    with pytest.raises(Conflict, match="no data"):
        do(freeze, key="occupancy", period=Y25, actor=director)
    world.stay(world.startup(), date(2025, 3, 1))

    assert do(freeze, key="occupancy", period=Y25, actor=director).value > 0


def test_where_a_published_figure_stands_nothing_is_frozen_beside_it_unasked(world, director):
    told(world)
    do(enter_published, key="startups_supported", period=Y25, value=70, actor=director, source="Rapport")

    assert "startups_supported" not in do(freeze_missing, period=Y25, actor=director)
    assert do(freeze, key="startups_supported", period=Y25, actor=director).value == 6  # asked for by name


def test_what_would_be_frozen_is_what_is_frozen(world, director):
    told(world)

    shown = {one.indicator.key: one.reading.whole.value for one in due(period=Y25) if one.reading}
    do(freeze_missing, period=Y25, actor=director)

    assert {one.indicator: one.value for one in figures.in_force([Y25])} == shown


def test_restating_what_did_not_change_is_refused(world, director):
    told(world)
    do(freeze, key="jobs", period=Y25, actor=director)

    with pytest.raises(Conflict, match="Nothing changed"):
        do(restate, key="jobs", period=Y25, actor=director, reason="Encore")

    assert len(figures.frozen("jobs")) == 1
