"""What is asked back in a return, and what is not."""

import pytest

from app.core import i18n
from app.outcomes.measures import Measure as M
from app.outcomes.outliers import Why, odd, ratio, sentence


@pytest.mark.parametrize(
    ("values", "last", "expected"),
    [
        ({M.TURNOVER: 1_200}, {M.TURNOVER: 1_200_000}, {M.TURNOVER: Why.UNIT_SLIP}),
        ({M.TURNOVER: 1_200_000_000}, {M.TURNOVER: 1_200_000}, {M.TURNOVER: Why.UNIT_SLIP}),
        ({M.TURNOVER: 12_000_000}, {M.TURNOVER: 1_200_000}, {M.TURNOVER: Why.TEN_FOLD}),
        ({M.TURNOVER: 100_000}, {M.TURNOVER: 1_200_000}, {M.TURNOVER: Why.TEN_FOLD}),
        ({M.JOBS: 300}, {M.JOBS: 5}, {M.JOBS: Why.TEN_FOLD}),
        ({M.TURNOVER: 0}, {M.TURNOVER: 1_200_000}, {M.TURNOVER: Why.GONE}),
        ({M.TURNOVER: 100, M.TURNOVER_ABROAD: 200}, {}, {M.TURNOVER_ABROAD: Why.PART, M.TURNOVER: Why.TINY}),
        ({M.JOBS: 3, M.JOBS_WOMEN: 4, M.JOBS_YOUNG: 3}, {}, {M.JOBS_WOMEN: Why.PART}),
        ({M.JOBS: 0, M.TURNOVER: 500_000}, {}, {M.JOBS: Why.NOBODY}),
        ({M.ACTIVE: 0, M.TURNOVER: 500_000}, {}, {M.TURNOVER: Why.STOPPED}),
        ({M.TURNOVER: 1_300_000}, {M.TURNOVER: 1_200_000}, {}),
        ({M.JOBS: 12}, {M.JOBS: 1}, {}),
        ({M.TURNOVER: 60_000}, {M.TURNOVER: 5_000}, {}),
        ({M.TURNOVER: None, M.JOBS: None}, {M.TURNOVER: 1_200_000}, {}),
        ({M.TURNOVER: 5_000_000}, {M.TURNOVER: None}, {}),
        ({M.TURNOVER: 5_000_000}, {M.TURNOVER: 0}, {}),
        ({M.ACTIVE: 1, M.JOBS: 0, M.TURNOVER: 0}, {}, {}),
        ({M.JOBS_WOMEN: 4, M.JOBS: None}, {}, {}),
    ],
)
def test_only_what_looks_odd_is_asked_back(values, last, expected):
    assert {measure: one.why for measure, one in odd(values, last).items()} == expected


def test_a_number_typed_with_a_unit_slip_is_asked_back_in_a_sentence():
    one = odd({M.TURNOVER: 1_200}, {M.TURNOVER: 1_200_000})[M.TURNOVER]

    with i18n.speaking("en"):
        asked = sentence(one)

    assert asked == (
        "Turnover: last time you wrote 1,200,000 dirhams (1.2 MDH). Is 1,200 dirhams right, or is a unit missing?"
    )


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_its_sentence_in_each_language(why):
    from app.outcomes.outliers import Odd

    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            assert "%(" not in sentence(Odd(M.JOBS, why, 3, 2))


def test_a_ratio_needs_both_values():
    assert ratio(20, 10) == 2
    assert ratio(20, None) is None
    assert ratio(None, 10) is None
    assert ratio(20, 0) is None
