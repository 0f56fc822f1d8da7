"""Determinism, cold start, settings and refusals of training."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ml.contracts import LabelledApplication, Settings
from ml.features.likeness import Documents
from ml.features.names import FAMILIES, FAMILY_OF, NAMES, SIGNS
from ml.models import regimes
from ml.models.pairs import collect
from ml.predict import rank
from ml.train import FEWEST, train
from tests.ml.catalogue import OPENINGS


def test_the_same_data_in_any_order_gives_the_same_weights(bundle, history):
    again = train(tuple(reversed(history[:300])), OPENINGS)

    assert again.digest() == bundle.digest()


def test_other_data_gives_other_weights(bundle, history):
    assert train(history[:299], OPENINGS).digest() != bundle.digest()


def test_learned_weights_keep_their_direction(bundle):
    for regime in (bundle.known, bundle.new):
        assert (SIGNS * regime.weights >= 0).all()


def test_history_weighs_nothing_where_there_is_none(bundle):
    hidden = FAMILIES.index("history") == FAMILY_OF

    assert (bundle.new.weights[hidden] == 0).all()
    assert (bundle.known.weights[hidden] > 0).any()


@pytest.mark.parametrize("count", [0, FEWEST - 1])
def test_few_decisions_leave_the_prior_alone(history, applicants, count):
    labelled = [sample for sample in history if sample.labels][:count]
    prior = train(labelled, OPENINGS)

    assert prior.prior_only
    assert prior.metrics["prior_only"]
    assert prior.facts["labelled"] == count
    for profile in applicants[:10]:
        matches = rank(prior, profile, OPENINGS, explain=False)
        assert not any(match.sure for match in matches)
        assert all(match.in_set for match in matches)


def test_a_good_match_looks_good_and_a_poor_one_poor(bundle, applicants):
    prior = train((), OPENINGS)
    for model in (bundle, prior):
        fits = [[match.fit for match in rank(model, profile, OPENINGS, explain=False)] for profile in applicants]
        assert 55 <= np.median([row[0] for row in fits]) <= 90
        assert np.median([row[-1] for row in fits]) < 15


def test_refusals_for_quality_teach_nothing_about_fit(bundle, history):
    refused = LabelledApplication(history[0].profile, OPENINGS, {}, 1.0, date(2024, 1, 1))
    taught = train((*history[:300], refused), OPENINGS)

    assert np.array_equal(taught.known.weights, bundle.known.weights)


def test_family_weights_steer_the_prior(applicants):
    near, far = (train((), OPENINGS, settings=Settings(families={"place": weight})) for weight in (3.0, 0.0))
    place = FAMILIES.index("place")

    assert all(match.contributions[place].weight == 0 for match in rank(far, applicants[0], OPENINGS))
    assert any(match.contributions[place].weight > 1 for match in rank(near, applicants[0], OPENINGS))


def test_the_lean_can_be_set_by_hand(history):
    low, high = (train(history[:120], OPENINGS, settings=Settings(lean=lean)) for lean in (-1.0, 1.0))

    assert high.new.base - low.new.base == pytest.approx(2.0)
    assert high.facts["lean"] == 1.0


def test_progress_is_told_from_start_to_end(history):
    told: list[tuple[str, float]] = []
    train(history[:80], OPENINGS, progress=lambda step, share: told.append((step, share)))

    assert told[0] == ("text", 0.0)
    assert told[-1] == ("done", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": {"nowhere": 1.0}}, "no candidates: nowhere"),
        ({"labels": {OPENINGS[0].key: 1.5}}, "between 0 and 1"),
        ({"weight": 0.0}, "above 0"),
        ({"openings": (OPENINGS[0], OPENINGS[0]), "labels": {}}, "stands twice"),
    ],
)
def test_unusable_samples_are_named(history, change, message):
    with pytest.raises(ValueError, match=message):
        train([replace(history[0], **change)], OPENINGS)


def test_an_empty_catalogue_is_refused(history):
    with pytest.raises(ValueError, match="catalogue"):
        train(history[:40], ())


def test_refusals_alone_leave_the_prior_weights(history):
    refused = [replace(sample, labels={OPENINGS[0].key: 0.0}) for sample in history[:60]]
    taught = train(refused, OPENINGS)

    assert not taught.prior_only
    assert taught.history.programmes == ()
    assert taught.metrics["applications"] == 0
    assert taught.facts["lean"] == 0.0


def test_many_pairs_are_drawn_and_weighed(history, monkeypatch):
    monkeypatch.setattr(regimes, "MOST_PAIRS", 1500)
    first, again = (train(history[:200], OPENINGS) for _ in range(2))
    other = train(history[:200], OPENINGS, seed=1)

    assert first.digest() == again.digest() != other.digest()
    assert np.corrcoef(first.new.weights, other.new.weights)[0, 1] > 0.9


def test_no_sample_gives_no_pair(bundle):
    documents = Documents.of([], bundle.space)

    assert collect((), documents, bundle.space, bundle.catalogue, bundle.history).features.shape == (len(NAMES), 0)


def test_more_pairs_than_memory_holds_leave_the_oldest_out(history, monkeypatch):
    from ml import train as module

    monkeypatch.setattr(module, "MOST_PAIRS", 100 * len(OPENINGS) + 1)

    few = train(history[:200], OPENINGS)

    assert few.facts["labelled"] == 100
    assert few.facts["last_decision"] == max(s.decided_on for s in history[:200] if s.labels).isoformat()
