"""What may be read: lines of one definition, small groups left out, also by subtraction."""

import random
import uuid
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest

from app.accounts.roles import Role
from app.core.clock import today, utcnow
from app.core.errors import NotFound
from app.reports import figures
from app.reports.indicators.model import Figure, Place, Registry, Row, year
from app.reports.indicators.registry import REGISTRY
from app.reports.models import FrozenFigure
from app.reports.states import Origin
from app.reports.suppression import SMALLEST_GROUP, Showing, beside
from tests.factories import make_person, make_region, make_site, save

Y25 = year(2025)


def frozen(number, *, version=1, origin=Origin.COMPUTED, value=3, **values):
    return save(
        FrozenFigure(
            id=uuid.uuid4(), indicator="jobs", version=version, starts_on=date(number, 1, 1),
            ends_on=date(number, 12, 31), origin=origin, value=value, rows_sha256="x", source="essai",
            frozen_by_id=make_person(Role.DIRECTOR).id, **values,
        )
    )  # fmt: skip


def test_two_definitions_are_never_joined():
    ours, published = frozen(2024), frozen(2023, version=0, origin=Origin.PUBLISHED)

    with pytest.raises(ValueError, match="two definitions"):
        figures.joined([published, ours])


def test_two_versions_are_two_lines():
    for number, version in ((2024, 1), (2025, 1), (2026, 2)):
        frozen(number, version=version)
    frozen(2023, version=0, origin=Origin.PUBLISHED)

    lines = figures.lines(figures.frozen("jobs"))

    assert [(line.version, [day.year for day, _row in line.points]) for line in lines] == [
        (0, [2023]), (1, [2024, 2025]), (2, [2026]),
    ]  # fmt: skip


def test_a_restated_figure_is_not_on_the_line():
    first = frozen(2024, replaced_at=utcnow())
    frozen(2024, value=5, replaces_id=first.id, reason="oubli")

    (line,) = figures.lines(figures.frozen("jobs"))

    assert [row.value for _day, row in line.points] == [5]
    assert len(figures.frozen("jobs")) == 2


def test_a_new_version_says_why_and_keeps_the_old_one():
    jobs = REGISTRY.get("jobs")
    later = replace(jobs, version=2, reason="Sans les stagiaires.")

    registry = Registry([jobs, later])

    assert registry.get("jobs") is later
    assert registry.versions("jobs") == {1: jobs, 2: later}
    with pytest.raises(ValueError, match="no reason"):
        Registry([jobs, replace(later, reason="")])
    with pytest.raises(ValueError, match="does not follow"):
        Registry([later])


def test_an_unknown_indicator_is_not_found():
    with pytest.raises(NotFound):
        figures.indicator("nothing")


def test_a_small_whole_is_hidden_outside_the_team(world):
    world.supported(4)

    outside = figures.read(REGISTRY.get("startups_supported"), Y25)
    inside = figures.read(REGISTRY.get("startups_supported"), Y25, all_shown=True)

    assert outside.is_hidden
    assert outside.shown == dict.fromkeys(("site", "programme", "region", "sector"), frozenset())
    assert not inside.is_hidden
    assert inside.shown["site"] == {"casa"}


def test_nothing_is_hidden_where_nothing_is_small(world):
    world.supported(6)
    world.supported(5, site=world.agadir)

    reading = figures.read(REGISTRY.get("startups_supported"), Y25)

    assert not reading.is_hidden
    assert reading.shown["site"] == {"casa", "agadir"}


def test_suppression_holds_by_subtraction_between_sites(world):
    """30 in all and 26 in Casablanca would give away the 4 of Agadir."""
    world.supported(26)
    world.supported(4, site=world.agadir)

    reading = figures.read(REGISTRY.get("startups_supported"), Y25)

    assert reading.whole.value == 30
    assert reading.shown["site"] == reading.shown["region"] == frozenset()


def test_suppression_holds_by_subtraction_when_a_site_is_asked_for(world):
    world.supported(26)
    world.supported(4, site=world.agadir)
    one = REGISTRY.get("startups_supported")

    assert figures.read(one, Y25, Place(site="casa")).is_hidden
    assert figures.read(one, Y25, Place(site="agadir")).is_hidden
    assert not figures.read(one, Y25).is_hidden


def test_suppression_holds_for_a_programme_at_a_site(world):
    """At Casablanca 9 take part in one programme and 3 in the other: nothing that leaves the 3 may be asked for."""
    world.supported(9)
    world.supported(3, programme=world.develop)
    world.supported(8, programme=world.develop, site=world.agadir)
    one = REGISTRY.get("startups_supported")

    hidden = {
        (site, programme): figures.read(one, Y25, Place(site, programme)).is_hidden
        for site in ("casa", "")
        for programme in ("start", "develop", "")
    }

    assert hidden == {
        ("casa", "start"): True, ("casa", "develop"): True, ("casa", ""): False,
        ("", "start"): True, ("", "develop"): True, ("", ""): False,
    }  # fmt: skip


def test_a_site_is_shown_beside_the_others_of_its_region_only(world):
    """The region of Agadir (12) minus its first site (9) would give away the second (3)."""
    second = make_site(key="cite", region_code=make_region("MA-09").code, opened_on="2021")
    world.supported(20)
    world.supported(9, site=world.agadir)
    world.supported(3, site=second)

    reading = figures.read(REGISTRY.get("startups_supported"), Y25)

    assert reading.shown["region"] == {"MA-06", "MA-09"}
    assert reading.shown["site"] <= {"casa"}


def rows_of(*groups):
    """(startups, site, programme, region) each."""
    return [
        Row(f"{number}-{n}", startup=uuid.uuid4(), site=site, programme=programme, region=region)
        for number, (count, site, programme, region) in enumerate(groups)
        for n in range(count)
    ]


def shown(rows, key="startups_supported"):
    return Showing(REGISTRY.get(key), rows).cells


def test_a_group_inside_another_one_does_not_give_the_rest_away():
    """Everybody of programme x is in region A, and two others are there too."""
    cells = shown(rows_of((8, "", "x", "A"), (2, "", "y", "A"), (9, "", "y", "B")))

    assert () in cells
    assert {(("programme", "x"),), (("region", "A"),)} - cells


def test_hidden_parts_together_are_no_small_group_either():
    """Two sites of 1 and 2 are hidden: the whole less the two shown ones would be the 3 of them together."""
    cells = shown(rows_of((6, "agadir", "", ""), (8, "casa", "", ""), (2, "rabat", "", ""), (1, "tanger", "", "")))

    assert cells & {(("site", name),) for name in ("agadir", "casa", "rabat", "tanger")} == {(("site", "casa"),)}


def test_a_programme_less_its_sites_leaves_nobody_alone():
    cells = shown(
        rows_of(
            (9, "casa", "start", ""),
            (7, "tanger", "start", ""),
            (4, "rabat", "start", ""),
            (20, "rabat", "develop", ""),
        )
    )

    at_sites = {(("site", name), ("programme", "start")) for name in ("casa", "tanger", "rabat")}
    assert (("programme", "start"),) not in cells or len(at_sites & cells) < 2


def solvable(rows):
    """A union of finest groups with few startups that linear algebra gives from the shown cells; None for none."""
    showing = Showing(REGISTRY.get("startups_supported"), rows)
    found, sizes = showing._cells(), [len(members) for members in showing._members]
    matrix = np.array([[found[cell] >> bit & 1 for bit in range(len(sizes))] for cell in sorted(showing.cells)], float)
    if not len(matrix):
        return None
    unknown = np.linalg.svd(matrix)[2][np.linalg.matrix_rank(matrix) :]
    small = [bit for bit, size in enumerate(sizes) if size < SMALLEST_GROUP]
    for number in range(1, SMALLEST_GROUP):
        for group in combinations(small, number):
            few = sum(sizes[bit] for bit in group) < SMALLEST_GROUP
            if few and np.abs(unknown[:, list(group)].sum(axis=1)).max(initial=0) < 1e-9:
                return group
    return None


def network(seed):
    dice = random.Random(seed)
    most = [dice.randint(1, top) for top in (4, 4, 3, 3)]
    return [
        Row(str(number), 1, 1, None, *(f"{int(top * dice.random() ** 1.6)}" for top in most))
        for number in range(dice.randint(8, 60))
    ]


def test_nothing_small_can_be_solved_for():
    """Linear algebra on random networks: of 400, four give way, by long sums across three dimensions."""
    solved = [seed for seed in range(150) if solvable(network(seed)) is not None]

    assert solved == [11]


def test_counts_beside_each_other_hide_the_small_one_and_its_neighbour():
    assert beside({"a": 7, "b": 2, "c": 0}) == {"c"}
    assert beside({"a": 7, "b": 5, "c": 0}) == {"a", "b", "c"}
    assert beside({"a": 9, "b": 4, "c": 3}) == {"a"}


def test_places_and_regions_are_no_startups():
    """Counts of sites, days and events are never hidden."""
    assert {one.key for one in REGISTRY if not one.about_startups} == {
        "regions_covered", "cities_covered", "occupancy", "funding_events",
    }  # fmt: skip


def test_a_share_knows_its_value():
    assert Figure(1, 4, 4, 4).share == 0.25
    assert Figure(None, 0, 0, 0).share is None


def test_suppression_holds_between_a_filter_and_the_whole(world):
    """A programme has 12 in all and 10 at Casablanca: the filter would give away the 2 of Agadir."""
    world.supported(10)
    world.supported(2, site=world.agadir)
    world.supported(15, programme=world.develop)
    world.supported(20, programme=world.develop, site=world.agadir)
    one = REGISTRY.get("startups_supported")

    filtered = figures.read(one, Y25, Place(site="casa"))

    assert "start" in figures.read(one, Y25).shown["programme"]
    assert "start" not in filtered.shown["programme"]
    assert filtered.shown["region"] == filtered.shown["sector"] == frozenset()


def test_a_live_figure_leaves_days_to_come_out(world):
    tomorrow = today() + timedelta(days=1)
    world.supported(6, first=tomorrow)

    assert figures.read(REGISTRY.get("startups_supported"), year(tomorrow.year)).whole.value == 0
