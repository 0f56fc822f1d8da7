"""Shipped texts, the invented history, hashes and splits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ml.contracts import SECTORS, STAGES
from ml.data import ilab, synthetic
from ml.data.schema import best_opening
from ml.data.snapshot import data_hash
from ml.evaluate.splits import temporal, without_programme
from tests.ml.catalogue import OPENINGS


def test_the_shipped_texts_are_short_and_named():
    texts = ilab.texts()

    assert 450 <= len(texts) <= 550
    assert len({text.key for text in texts}) == len(texts)
    assert max(len(text.text) for text in texts) <= 900
    assert {text.sector for text in texts} <= set(SECTORS)
    assert "Licence Ouverte" in Path(ilab.FILE).with_name("LICENCE-ilab.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("label", "text", "sector"),
    [
        ("numerique", "Une application agricole pour la récolte", "agritech"),
        ("numerique", "Une application", "software"),
        ("medtech", "Énergie et eau, énergie solaire", "health"),
    ],
)
def test_sectors_are_read_from_label_and_text(label, text, sector):
    assert ilab.sector_of(label, text) == sector


def test_the_same_seed_gives_the_same_history(history):
    assert synthetic.history(openings=OPENINGS, count=420) == history
    assert data_hash(synthetic.history(seed=1, openings=OPENINGS, count=420)) != data_hash(history)


def test_a_history_holds_every_kind_of_decision(history):
    labels = [tuple(sorted(sample.labels.values())) for sample in history]

    assert {(), (0.0,), (0.3,), (0.6,), (0.0, 1.0), (1.0,)} == set(labels)
    assert sum(best_opening(sample) is not None for sample in history) > len(history) / 2


def test_invented_facts_hold_together(applicants):
    for profile in applicants:
        assert profile.stage is None or profile.stage in STAGES
        assert profile.company_created or profile.company_age_months is None
        assert profile.full_time is None or profile.full_time <= profile.team_size


def test_texts_are_used_once_before_they_are_used_again():
    count = len(ilab.texts())
    drawn = synthetic.profiles(seed=3, count=count + 5)

    assert len({profile.text for profile in drawn[:count]}) == len({text.text for text in ilab.texts()})
    assert all(profile.programme_wish is None for profile in drawn)


def test_the_hash_ignores_order_and_sees_every_change(history):
    base = data_hash(history[:20])
    first = history[0]

    assert data_hash(tuple(reversed(history[:20]))) == base
    assert data_hash([replace(first, openings=first.openings[::-1]), *history[1:20]]) == base
    for change in (
        {"weight": 2.0},
        {"decided_on": date(2030, 1, 1)},
        {"labels": {OPENINGS[0].key: 0.123}},
        {"profile": replace(first.profile, revenue=1)},
        {"openings": first.openings[1:]},
    ):
        assert data_hash([replace(first, **change), *history[1:20]]) != base


def test_a_split_by_date_keeps_the_later_apart(history):
    early, later = temporal(history, 0.25)

    assert len(later) == round(len(history) / 4)
    assert max(s.decided_on for s in early) <= min(s.decided_on for s in later)
    with pytest.raises(ValueError, match="between 0 and 1"):
        temporal(history, 1.0)


def test_a_programme_can_be_taken_out_of_the_past(history):
    kept, own = without_programme(history, "start")

    assert all(opening.programme != "start" for sample in kept for opening in sample.openings)
    assert len(kept) + len(own) == len(history)
    assert any("start" in (best_opening(sample) or "") for sample in own)
