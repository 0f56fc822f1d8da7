"""Codes and numbers as sentences in three languages."""

import re
from dataclasses import replace

import pytest

from app.core import i18n
from app.matching import explain
from ml.contracts import Match, Reason
from ml.features.names import FAMILIES, REASON_CODES

MATCH = Match(
    "o", "p", "s", 0.0, 0.5, 62, "strong", False, True, 0.0, 20,
    contributions=(
        Reason("text.close", "text", 1.0, 30, ("Irrigation", "élevage")),
        Reason("place.no_facility", "place", -0.5, -8, ("lab",)),
        Reason("timing.seats_free", "timing", 0.5, 20, ("4",)),
        Reason("export.ordinary", "export", 0.0, 0),
    ),
)  # fmt: skip
LANGUAGES = ("fr", "ar", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_and_family_has_words(language):
    texts = explain._texts()

    for code in REASON_CODES:
        assert texts["reasons"][code][language]["title"], code
    for family in FAMILIES:
        assert texts["families"][family][language], family
    for doubt in texts["doubts"].values():
        assert doubt[language]


def test_sentences_carry_no_number_of_their_own_and_latin_digits_only():
    text = (explain.Path(explain.__file__).parent / "sentences.yaml").read_text(encoding="utf-8")

    assert not re.search("[٠-٩]", text)


@pytest.mark.parametrize(
    ("language", "quoted"),
    [("fr", "« Irrigation », « élevage »"), ("ar", "«Irrigation»، «élevage»"), ("en", "“Irrigation”, “élevage”")],
)
def test_shared_words_stand_in_quotation_marks_as_they_were_written(language, quoted):
    with i18n.speaking(language):
        assert quoted in explain.account(MATCH, sites={}).speaking_for[0].detail


def test_an_account_adds_up_and_names_what_is_silent():
    with i18n.speaking("en"):
        account = explain.account(MATCH, sites={})

        points = [line.points for line in (*account.speaking_for, *account.against)]
        assert account.start + sum(points) == account.fit == 62
        assert account.against[0].detail == "What the site does not have: a workshop or a lab."
        assert account.speaking_for[1].detail == "Seats still free today: 4."
        assert account.silent == ["Export and markets"]


def test_bad_news_with_points_is_explained_and_never_praised():
    far = Reason("place.far", "place", 0.3, 5, ("480",))
    match = replace(MATCH, fit=15, base_fit=20, contributions=(far, replace(MATCH.contributions[0], points=-10)))
    with i18n.speaking("en"):
        account = explain.account(match, sites={})

    assert account.speaking_for[0].title == "City, site and presence"
    assert account.speaking_for[0].detail.endswith("ordinary place. The site is far from you.")
    assert account.against[0].title == "Project text"


def test_differences_from_the_first_place_start_with_the_start_and_add_up():
    first = replace(MATCH, fit=70, base_fit=25, contributions=(Reason("text.close", "text", 1.0, 45),))
    with i18n.speaking("en"):
        rows = explain.differences(MATCH, first)

    assert rows[0] == explain.Difference("Start", 20, 25)
    assert sum(row.here for row in rows) == 62
    assert sum(row.there for row in rows) == 70
    assert [abs(row.here - row.there) for row in rows[1:]] == sorted(
        (abs(r.here - r.there) for r in rows[1:]), reverse=True
    )


@pytest.mark.parametrize(
    ("match", "others", "model", "words"),
    [
        (replace(MATCH, sure=True), 0, 3, ""),
        (MATCH, 0, None, "no model is in service"),
        (replace(MATCH, contributions=(Reason("history.none", "history", 0.0, 0),)), 0, 3, "too few files"),
        (replace(MATCH, in_set=False), 2, 3, "suit you clearly better"),
        (MATCH, 4, 3, "5 places suit you almost equally"),
        (MATCH, 0, 3, "resembles few"),
    ],
)
def test_doubt_says_why(match, others, model, words):
    with i18n.speaking("en"):
        said = explain.doubt(match, [match, *[MATCH] * others], model=model)

    assert words in said
    assert bool(said) is bool(words)
