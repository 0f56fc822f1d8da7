"""Figures of before Wijha: with their source, never mixed with ours."""

import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import speaking
from app.reports import figures, words
from app.reports.indicators.model import year
from app.reports.indicators.registry import REGISTRY
from app.reports.services.enter_published import enter_published
from app.reports.states import Origin
from tests.factories import make_person

Y23 = year(2023)


@pytest.fixture
def director():
    return make_person(Role.DIRECTOR)


def enter(actor, **values):
    values = {"key": "funds_raised", "period": Y23, "value": 60_000_000, "source": "Conseil 2023"} | values
    with transaction():
        return enter_published(actor=actor, **values)


def test_a_published_figure_keeps_its_words_and_source(director):
    entered = enter(director, qualifier="more_than")

    assert (entered.version, entered.origin, entered.value, entered.base, entered.qualifier, entered.source) == (
        0, Origin.PUBLISHED, 60_000_000, None, "more_than", "Conseil 2023",
    )  # fmt: skip


def test_a_published_share_is_in_percent(director):
    entered = enter(director, key="exporters", value=34)

    assert (entered.value, entered.base) == (34, 100)


def test_a_share_with_a_decimal_is_kept_and_said_as_it_was_published(director):
    entered = enter(director, key="exporters", value=345, base=1000, qualifier="more_than")

    assert (entered.value, entered.base) == (345, 1000)
    with speaking("en"):
        said = words.amount(REGISTRY.get("exporters"), entered.value, entered.base, entered.qualifier)
    assert said == "more than 34.5%"


def test_a_second_one_needs_a_reason_and_both_stay(director):
    first = enter(director)

    with pytest.raises(InvalidInput) as refused:
        enter(director, value=61_000_000)
    second = enter(director, value=61_000_000, reason="Chiffre corrigé")

    assert refused.value.field == "reason"
    assert second.replaces_id == first.id
    assert [one.value for one in figures.in_force([Y23])] == [61_000_000]
    assert len(figures.frozen("funds_raised")) == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": -1}, "value"),
        ({"key": "exporters", "value": 101}, "value"),
        ({"value": 10**20}, "value"),
        ({"key": "exporters", "value": 1001, "base": 1000}, "value"),
        ({"source": "  "}, "source"),
        ({"qualifier": "perhaps"}, "qualifier"),
    ],
)
def test_what_cannot_be_is_refused(director, values, field):
    with pytest.raises(InvalidInput) as refused:
        enter(director, **values)

    assert refused.value.field == field


def test_an_administrator_does_not_enter_figures():
    with pytest.raises(NotAllowed):
        enter(make_person(Role.ADMIN))
