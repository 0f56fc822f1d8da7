"""Figures published before Wijha: typed, shown back as understood, then entered."""

from datetime import date

import pytest

from app.accounts.roles import Role
from app.core.db import transaction
from app.reports import figures
from app.reports.indicators.model import year
from app.reports.services.freeze_figures import freeze
from tests.factories import make_person


def test_a_published_figure_is_marked_and_never_on_our_line(director, world):
    for number in (2020, 2021):
        director.send("/en/figures/published", page="/en/figures", data={"indicator": "funds_raised", "year": str(number), "value": "60 MDH", "qualifier": "more_than",
                  "source": "Rapport", "step": "save"},
        )  # fmt: skip
    world.money(world.supported(1, first=date(2022, 1, 1))[0], 100_000, date(2022, 2, 1))
    with transaction():
        freeze(key="funds_raised", period=year(2022), actor=make_person(Role.DIRECTOR))

    page = director.get("/en/figures/funds_raised").text

    assert "more than 60 MDH" in page
    assert page.count("published, not recalculated") == 2
    assert page.count('class="chart"') == 1  # ours is a single point: no line


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"indicator": ""}, "Choose an indicator."),
        ({"indicator": "nothing"}, "Choose an indicator."),
        ({"value": "beaucoup"}, "Write an amount in digits, for example 250 000 or 1,5 MDH."),
        ({"value": "99999999999999999999"}, "Write 1,000,000,000,000 or less."),
        ({"indicator": "jobs", "value": "99999999999999999999"}, "Write 1,000,000,000,000 or less."),
        ({"indicator": "exporters", "value": "a third"}, "Write a percent, for example 34 or 34,5."),
        ({"source": ""}, "Write where the figure was published."),
        ({"indicator": "exporters", "value": "340"}, "Write a number from 0 on; a share is at most 100 %."),
    ],
)
def test_a_published_figure_is_checked_beside_its_field(director, data, words):
    posted = {
        "indicator": "funds_raised",
        "year": "2023",
        "value": "60 MDH",
        "qualifier": "",
        "source": "Rapport annuel",
    }

    answer = director.send("/en/figures/published", page="/en/figures", data=posted | data)

    assert answer.status_code == 422
    assert words in answer.text
    assert "errsum" in answer.text


def test_it_is_shown_back_before_it_is_entered(director):
    posted = {
        "indicator": "exporters",
        "year": "2023",
        "value": "34,5 %",
        "qualifier": "more_than",
        "source": "Rapport",
    }

    shown = director.send("/en/figures/published", page="/en/figures", data=posted)
    entered = list(figures.frozen("exporters"))
    changed = director.send("/en/figures/published", page="/en/figures", data=posted | {"step": "change"})
    saved = director.send(
        "/en/figures/published", page="/en/figures", data=posted | {"step": "save"}, follow_redirects=True
    )

    assert "more than 34.5%" in shown.text
    assert 'name="value" value="34,5 %"' in shown.text
    assert entered == []
    assert 'value="34,5 %"' in changed.text
    assert "The published figure is entered: more than 34.5%." in saved.text
    assert [(one.value, one.base) for one in figures.frozen("exporters")] == [(345, 1000)]


def test_dirhams_are_shown_in_full(director):
    posted = {"indicator": "funds_raised", "year": "2023", "value": "1,36 MDH", "source": "Rapport"}

    page = director.send("/en/figures/published", page="/en/figures", data=posted | {"qualifier": ""}).text

    assert "MAD\u00a01,360,000" in page


def test_a_figure_that_replaces_another_says_which(director):
    posted = {"indicator": "jobs", "year": "2023", "value": "70", "qualifier": "", "source": "Rapport"}
    director.send("/en/figures/published", page="/en/figures", data=posted | {"step": "save"})

    refused = director.send("/en/figures/published", page="/en/figures", data=posted | {"value": "71"})
    shown = director.send(
        "/en/figures/published", page="/en/figures", data=posted | {"value": "71", "reason": "Faute de frappe"}
    )

    assert refused.status_code == 422
    assert "Write why it changes." in refused.text
    assert "Entered until now" in shown.text
    assert "<bdi>70</bdi>" in shown.text
