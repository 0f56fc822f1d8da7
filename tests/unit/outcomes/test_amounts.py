"""Amounts as people type them, and how each was understood."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core import i18n
from app.core.errors import InvalidInput
from app.outcomes import amounts
from app.outcomes.measures import LARGEST_AMOUNT


@pytest.mark.parametrize(
    ("typed", "dirhams"),
    [
        ("0", 0), ("1.360", 1360), ("1 360", 1360), ("1,360", 1360), ("1'360'000", 1_360_000), ("1.360.000", 1_360_000),
        ("1,360,000", 1_360_000), ("1.360.000,00", 1_360_000), ("1 360 000,00", 1_360_000), ("250000 DH", 250_000),
        ("MAD 1,360", 1360), ("1.360 درهم", 1360), ("١٬٣٦٠", 1360), ("٢٥٠ ٠٠٠", 250_000), ("1 360,50 DH", 1361),
        ("1 360,49 dirhams", 1360), ("1,5 MDH", 1_500_000), ("1.5MDH", 1_500_000), ("250 kDH", 250_000),
        ("2 M DH", 2_000_000), ("0,36 MDH", 360_000), ("1,36 Mdh", 1_360_000), ("3 مليون درهم", 3_000_000),
        ("٣ ملايين درهم", 3_000_000), ("مليون درهم", 1_000_000), ("1,5 million de dirhams", 1_500_000),
        ("250 mille dirhams", 250_000), ("١٫٥ مليون درهم", 1_500_000), ("1\u202f360\u00a0000", 1_360_000),
        ("\u2068250 000\u2069", 250_000), ("12.34567 kDH", 12_346),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_a_moroccan_hand_means_it(typed, dirhams):
    assert amounts.read_money(typed).dirhams == dirhams


@pytest.mark.parametrize(
    ("typed", "dirhams", "other"),
    [
        ("1.360 MDH", 1_360_000, 1_360_000_000),
        ("1,360 kDH", 1_360, 1_360_000),
        ("2 millions", 2_000_000, 20_000),
        ("1 360", 1360, None),
        ("1,36 MDH", 1_360_000, None),
    ],
)
def test_an_ambiguous_amount_says_its_other_reading(typed, dirhams, other):
    amount = amounts.read_money(typed)

    assert (amount.dirhams, amount.other) == (dirhams, other)


@pytest.mark.parametrize(
    ("typed", "currency", "units", "dirhams"),
    [
        ("25 000 EUR à 10,85", "EUR", 25_000, 271_250), ("25.000 € at 10.85", "EUR", 25_000, 271_250),
        ("$ 1,200 x 9,9 DH", "USD", 1_200, 11_880), ("٢٥٠٠٠ أورو ب ١٠٫٨٥", "EUR", 25_000, 271_250),
        ("1.000.000 FCFA à 0,0165", "XOF", 1_000_000, 16_500),
    ],
)  # fmt: skip
def test_an_amount_in_another_currency_is_read_with_its_rate(typed, currency, units, dirhams):
    amount = amounts.read_money(typed)

    assert (amount.currency, amount.foreign_amount, amount.dirhams) == (currency, units, dirhams)


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("en", "25 000 EUR à 10,85", "Read as 25,000 EUR, that is 271,250 dirhams, rounded to the dirham."),
        ("en", "1 360,50 DH", "Read as 1,361 dirhams, rounded to the dirham."),
        ("ar", "1.360", "1\u202f360"),
    ],
)
def test_a_number_is_shown_back_otherwise_than_it_was_typed(language, typed, told):
    with i18n.speaking(language):
        assert told in amounts.sentence(amounts.read_money(typed))


def test_the_sentence_says_how_it_was_read():
    with i18n.speaking("en"):
        plain = amounts.sentence(amounts.read_money("1.360"))
        large = amounts.sentence(amounts.read_money("1.360 MDH"))

    assert plain == "Read as 1,360 dirhams."
    assert large == (
        "Read as 1,360,000 dirhams (1.36 MDH). If you mean 1,360,000,000 dirhams (1,360 MDH), write all its digits."
    )


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("1,5", "Add the unit"), ("0.5", "Add the unit"), ("1,5 DH", "Add the unit"), ("", "Write a number."),
        ("-250", "without a minus"), ("− 250", "without a minus"), ("(250)", "without a minus"), ("250-", "without a minus"),
        ("environ 200", "in digits"), ("1 36 000", "in digits"), ("1.36.000", "in digits"), ("MDH", "in digits"),
        ("20 000 €", "and its rate"), ("20 000 EUR", "and its rate"), ("20 000 EUR à x", "and its rate"), ("2 milliards", "not in centimes"),
        ("200 000 centimes", "not in centimes"), ("9" * 61, "in digits"), ("1000001 MDH", "or less"), ("1e6", "in digits"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_asked_back_with_advice(typed, advice):
    with pytest.raises(InvalidInput, match=advice) as refused:
        amounts.read_money(typed, field="value")

    assert refused.value.field == "value"


def test_a_foreign_amount_becomes_dirhams_at_its_rate():
    units = amounts.read_foreign("20 000 €", "EUR").dirhams
    rate = amounts.read_rate("١٠٫٨٥")

    assert (units, rate) == (20_000, 10_850_000)
    assert amounts.to_dirhams(units, rate) == 217_000
    assert amounts.to_dirhams(1, 500_000) == 1
    assert amounts.to_dirhams(1, 499_999) == 0
    assert amounts.read_foreign("1,5 M", "USD").dirhams == 1_500_000


@pytest.mark.parametrize("typed", ["", "0", "0,00", "dix", "-10", "123456", "1.2345678", "10,85 DH"])
def test_a_rate_that_is_none_is_refused(typed):
    with pytest.raises(InvalidInput):
        amounts.read_rate(typed, field="rate")


def test_dirhams_are_no_foreign_amount():
    with pytest.raises(InvalidInput, match="as the currency"):
        amounts.read_foreign("20 000 DH", "EUR")


@pytest.mark.parametrize(("typed", "count"), [("12", 12), ("1.250", 1250), ("1 250", 1250), ("١٢", 12), ("0", 0)])
def test_a_count_is_a_whole_number(typed, count):
    assert amounts.read_count(typed, most=10_000) == count


@pytest.mark.parametrize("typed", ["", "1,5", "douze", "-1", "10001", "12 k"])
def test_what_is_no_count_is_refused(typed):
    with pytest.raises(InvalidInput):
        amounts.read_count(typed, most=10_000, field="value")


@given(st.integers(0, LARGEST_AMOUNT), st.sampled_from(i18n.LANGUAGES))
def test_a_formatted_amount_is_read_as_the_same_amount(dirhams, language):
    with i18n.speaking(language):
        shown = (str(dirhams), i18n.number(dirhams), i18n.money(dirhams))

    assert [amounts.read_money(text).dirhams for text in shown] == [dirhams] * 3


@example("1" + 28 * "0")
@given(st.text(max_size=80) | st.text(alphabet="0123456789٠١٢.,' -kmMDHمليونألفدرهم€", max_size=30))
def test_no_text_crashes_the_reading(text):
    for read in (amounts.read_money, amounts.read_rate, lambda t: amounts.read_foreign(t, "EUR")):
        try:
            found = read(text)
        except InvalidInput:
            continue
        assert (found.dirhams if isinstance(found, amounts.Amount) else found) >= 0
