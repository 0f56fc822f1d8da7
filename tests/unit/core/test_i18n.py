from datetime import UTC, date, datetime

import pytest

from app.core import i18n


@pytest.mark.parametrize(
    ("code", "number", "money", "percent", "day", "time"),
    [
        ("fr", "1\u202f234\u202f567", "250\u202f000\u00a0MAD", "38\u00a0%", "22 novembre 2026", "14 h 32"),
        ("ar", "1\u202f234\u202f567", "250\u202f000\u00a0درهم", "\u206638%\u2069", "22 نونبر 2026", "14:32"),
        ("en", "1,234,567", "MAD\u00a0250,000", "38%", "22 November 2026", "14:32"),
    ],
)
def test_moroccan_formats(code, number, money, percent, day, time):
    moment = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)

    with i18n.speaking(code):
        got = (
            i18n.number(1234567),
            i18n.money(250000),
            i18n.percent(0.38),
            i18n.long_date(moment),
            i18n.clock_time(moment),
        )

    assert (got[0], got[1], got[2].replace("\u202f", "\u00a0"), got[3], got[4]) == (number, money, percent, day, time)


def test_the_first_of_a_month_in_french():
    with i18n.speaking("fr"):
        assert i18n.long_date(date(2026, 12, 1)) == "1er décembre 2026"
        assert i18n.long_date(date(2026, 12, 11)) == "11 décembre 2026"


def test_signed_numbers_keep_their_order_in_arabic():
    with i18n.speaking("ar"):
        assert i18n.isolate("قانون 09-08 و 5") == "قانون \u206609-08\u2069 و 5"
    with i18n.speaking("fr"):
        assert i18n.isolate("loi 09-08") == "loi 09-08"


def test_a_text_falls_back_to_french():
    assert i18n.localized({"fr": "oui", "ar": ""}, "ar") == "oui"
    assert i18n.localized(None) == ""
    assert i18n.direction("ar") == "rtl"


@pytest.mark.parametrize(("language", "text"), [("fr", "a, b"), ("ar", "a، b"), ("en", "a, b")])
def test_a_list_has_the_comma_of_its_language(language, text):
    with i18n.speaking(language):
        assert i18n.listed(["a", "b"]) == text


@pytest.mark.parametrize(
    ("language", "sizes"),
    [
        ("fr", ["1 ko", "1 ko", "88 ko", "1,3 Mo", "15 Mo"]),
        ("ar", ["1 كيلوبايت", "1 كيلوبايت", "88 كيلوبايت", "1,3 م.ب", "15 م.ب"]),
        ("en", ["1 kB", "1 kB", "88 kB", "1.3 MB", "15 MB"]),
    ],
)
def test_no_file_has_a_size_of_nothing(language, sizes):
    with i18n.speaking(language):
        told = [i18n.file_size(size) for size in (1, 1024, 90_000, 1_400_000, 15 * 1024 * 1024)]

    assert [" ".join(one.split()) for one in told] == sizes


def test_counts_are_spelled_with_the_numbers_of_the_language():
    pair = ("%(num)s of %(total)s pages filled", "%(num)s of %(total)s pages filled")
    with i18n.speaking("fr"):
        assert i18n.translate_count(*pair, 1, total=2) == "1 page remplie sur 2"
        assert i18n.translate_count("%(num)s day", "%(num)s days", 1.5) == "1,5 jour"
        assert i18n.translate_count("%(num)s day", "%(num)s days", 12_000) == "12\u202f000 jours"
