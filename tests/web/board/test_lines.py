"""Drawings by year: a year has its place, what is unknown draws nothing, two definitions are never joined."""

import uuid
from datetime import date

from app.reports.indicators.registry import REGISTRY
from app.reports.models import FrozenFigure
from app.reports.states import Origin
from app.web.board.lines import drawing, drawings


def row(number, value, base=None, *, version=1, key="exporters"):
    return FrozenFigure(
        id=uuid.uuid4(), indicator=key, version=version, scope="all", starts_on=date(number, 1, 1),
        ends_on=date(number, 12, 31), origin=Origin.COMPUTED if version else Origin.PUBLISHED, value=value, base=base,
        shown=True, replaced_at=None,
    )  # fmt: skip


def test_years_are_placed_by_their_distance():
    found = drawing([(2001, 10), (2022, 20), (2023, 30)])

    assert [x for x, _y in found.dots] == [0.0, 95.45, 100.0]
    assert [len(part) for part in found.parts] == [1, 2]
    assert found.labels[-1] == "2023"
    assert len(found.labels) == 23
    assert len([label for label in found.labels if label]) <= 7


def test_an_unknown_year_draws_nothing_and_leaves_a_gap():
    rows = [row(2022, 1, 4), row(2023, None, 0), row(2024, 2, 4)]

    (found,) = drawings(REGISTRY.get("exporters"), rows)

    assert [x for x, _y in found.dots] == [0.0, 100.0]
    assert [len(part) for part in found.parts] == [1, 1]
    assert all(y < 100 for _x, y in found.dots)


def test_one_point_is_no_line_and_two_definitions_are_two():
    one = REGISTRY.get("exporters")

    assert drawings(one, [row(2023, None, 0), row(2024, 1, 4)]) == []
    assert [found.version for found in drawings(one, [row(2022, 34, 100, version=0), row(2023, 35, 100, version=0),
                                                      row(2024, 1, 4), row(2025, 1, 4)])] == [0, 1]  # fmt: skip


def test_what_is_promised_lies_at_its_year():
    found = drawing([(2024, 100), (2025, 300)], [(2023, 70), (2026, 1360)])

    assert [x for x, _y in found.promised] == [0.0, 100.0]
    assert [x for x, _y in found.dots] == [33.33, 66.67]
    assert found.ticks[0] >= 1360
