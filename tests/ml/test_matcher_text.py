"""Folding, stemming and vectors in three languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ml.features.likeness import Descriptions, Documents
from ml.features.text import MAX_CHARACTERS, TextSpace, count_terms, fold, language_of, paragraphs, tokens
from tests.ml.catalogue import OPENINGS


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Développée", "developpee"),
        ("DÉVELOPPÉE", "developpee"),
        ("أُفُق", "افق"),
        ("إبتكار", "ابتكار"),
        ("آلة", "اله"),
        ("مستشفى", "مستشفي"),
        ("الـمـقـاولة", "المقاوله"),
    ],
)
def test_folding_keeps_one_form(written, folded):
    assert fold(written) == folded


def test_arabic_with_and_without_marks_gives_the_same_words():
    marked, plain = tokens("شَرِكَةٌ نَاشِئَةٌ فِي الفِلَاحَةِ"), tokens("شركة ناشئة في الفلاحة")

    assert [one.stem for one in marked] == [one.stem for one in plain]
    assert len(plain) == 3


def test_forms_of_a_word_share_a_stem():
    assert len({one.stem for one in tokens("agriculteurs agriculteur")}) == 1
    assert len({one.stem for one in tokens("the farms of a farm")}) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("le suivi des cultures dans les serres", "fr"),
        ("the follow up of crops in the field", "en"),
        ("تتبع المحاصيل داخل البيوت", "ar"),
    ],
)
def test_the_language_is_read_from_the_text(text, language):
    assert language_of([fold(word) for word in text.split()]) == language


def test_a_description_is_split_by_language():
    assert len(paragraphs(OPENINGS[0].text)) == 3
    assert paragraphs("Start\n\n---\nle programme") == ("Start\nle programme",)


def test_a_very_long_text_is_cut():
    assert len(tokens("mot " * MAX_CHARACTERS)) <= MAX_CHARACTERS / 4


def test_rows_have_unit_length_and_empty_texts_none():
    documents = [count_terms(tokens("capteurs pour serres")), count_terms(())]
    words, characters = TextSpace.fit(documents).vectors(documents)

    for matrix in (words, characters):
        assert np.allclose(np.sqrt((matrix**2).sum(axis=1)), [1, 0])


def test_rare_words_weigh_more():
    documents = [count_terms(tokens(text)) for text in ("serre capteur", "serre tomate", "serre olive")]
    space = TextSpace.fit(documents)
    common, rare = (count_terms(tokens(word))[0].terms[0] for word in ("serre", "olive"))

    assert space.words[common] < space.words[rare]


def test_an_application_is_closest_to_the_description_of_its_subject(applicants):
    descriptions = Descriptions.of(OPENINGS, TextSpace.flat())
    farming = replace(applicants[0], text="Capteurs d'irrigation pour exploitations agricoles et élevage")
    words, _ = descriptions.cosines(Documents.of([farming], TextSpace.flat()))

    best = int(words[0].argmax())
    assert {o.programme for o, text in zip(OPENINGS, descriptions.text_of, strict=True) if text == best} == {
        "digitagri"
    }
