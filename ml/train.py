"""From decided applications to a fitted matcher, the same bytes for the same data and seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.contracts import AS_USUAL, LabelledApplication, OpeningProfile, Settings, StartupProfile
from ml.data.schema import best_opening, check, informative
from ml.data.snapshot import data_hash
from ml.data.synthetic import profiles as invented
from ml.evaluate.report import evaluate
from ml.evaluate.splits import by_date, temporal
from ml.features.history import History
from ml.features.likeness import Descriptions, Documents
from ml.features.names import DEFAULT_PRIOR, HISTORY, check_settings, prior_weights
from ml.features.pairs import Candidates, likeness, matrix
from ml.features.taught import Described
from ml.features.text import TextSpace, count_terms, paragraphs, tokens
from ml.models.calibrated import Calibration, threshold
from ml.models.pairs import Pairs, collect, parted, spread
from ml.models.ranker import Bundle, Regime, Scale, total
from ml.models.regimes import Linear, calibrate, finished, learn, pool, tuned_lean
from ml.models.rivalry import Rivalry, fit_rivalry

Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]
FEWEST = 30
"""Labelled applications below which only the admins' weights and the descriptions are used."""
LATER, ENOUGH_LATER = 0.25, 60
"""Share of the decisions that calibrate, and how many of them there should be, up to half of all."""
MOST_PAIRS = 3_000_000
"""Pairs of application and opening kept in memory, about 1.2 GB; older applications are left out above it."""
REFERENCE = 120
"""Invented profiles that give an ordinary pair and the 0-100 scale when there is no data."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What every fit of one training run shares; `documents` are the texts of the labelled samples, oldest first."""

    space: TextSpace
    openings: tuple[OpeningProfile, ...]
    catalogue: Descriptions
    documents: Documents
    prior: Floats
    share: float
    seed: int
    settings: Settings


def train(
    samples: Sequence[LabelledApplication],
    catalogue: Sequence[OpeningProfile],
    *,
    settings: Settings = AS_USUAL,
    seed: int = 0,
    progress: Progress | None = None,
) -> Bundle:
    """Fit on decided applications; with fewer than 30 labelled ones, the admins' weights and descriptions alone.

    Raises ValueError for unusable samples or settings, or an empty catalogue.
    """
    report = progress or (lambda step, share: None)
    check(samples)
    check_settings(settings)
    if not catalogue:
        raise ValueError("the catalogue holds no opening")
    labelled = _recent(by_date([sample for sample in samples if informative(sample)]))
    report("text", 0.0)
    ground = _ground(labelled, catalogue, settings, seed)
    facts = _facts(samples, labelled, ground)
    if len(labelled) < FEWEST:
        return _prior_only(ground, facts)
    return _learned(labelled, ground, facts, report)


def _recent(labelled: tuple[LabelledApplication, ...]) -> tuple[LabelledApplication, ...]:
    """The latest samples whose pairs are at most MOST_PAIRS: what memory holds."""
    pairs = np.cumsum([len(sample.openings) for sample in reversed(labelled)])
    return labelled[max(0, len(labelled) - int(np.searchsorted(pairs, MOST_PAIRS, side="right"))) :]


def _ground(
    labelled: Sequence[LabelledApplication],
    catalogue: Sequence[OpeningProfile],
    settings: Settings,
    seed: int,
) -> Ground:
    parts = [part for text in sorted({opening.text for opening in catalogue}) for part in paragraphs(text)]
    listed = tuple(tokens(sample.profile.text, sample.profile.language) for sample in labelled)
    counted = [count_terms(one) for one in listed]
    written = [counts for counts, one in zip(counted, listed, strict=True) if one]
    space = TextSpace.fit([*(count_terms(tokens(part)) for part in parts), *written])
    share = len(labelled) / (len(labelled) + settings.n0) if len(labelled) >= FEWEST else 0.0
    documents = Documents(listed, *space.vectors(counted))
    openings = tuple(sorted(catalogue, key=lambda opening: opening.key))
    prior = prior_weights(settings.families)
    return Ground(space, openings, Descriptions.of(openings, space), documents, prior, share, seed, settings)


def _facts(
    samples: Sequence[LabelledApplication],
    labelled: Sequence[LabelledApplication],
    ground: Ground,
) -> dict[str, Any]:
    return {
        "samples": len(samples),
        "labelled": len(labelled),
        "learned_share": ground.share,
        "n0": ground.settings.n0,
        "settings": asdict(ground.settings),
        "seed": ground.seed,
        "prior": {**DEFAULT_PRIOR, **ground.settings.families},
        "data_hash": data_hash(samples),
        "first_decision": labelled[0].decided_on.isoformat() if labelled else None,
        "last_decision": labelled[-1].decided_on.isoformat() if labelled else None,
    }


def _prior_only(ground: Ground, facts: dict[str, Any]) -> Bundle:
    history = History.empty()
    profiles: tuple[StartupProfile, ...] = invented(seed=ground.seed, count=REFERENCE, openings=ground.openings)
    candidates = Candidates.of(ground.openings, ground.space, history)
    alike = likeness(profiles, Documents.of(profiles, ground.space), candidates, ground.catalogue, history)
    pairs = matrix(profiles, alike, candidates)
    means = pairs.reshape(len(pairs), -1).mean(axis=1)
    weights = np.where(HISTORY, 0.0, ground.prior)
    base = -math.log(max(len(ground.openings) - 1, 1))
    margins = np.tensordot(weights, pairs - means[:, None, None], axes=1) + base
    regime = Regime(weights, base)
    bundle = _bundle(ground, history, (regime, regime), means, margins, {**facts, "lean": 0.0})
    return replace(bundle, prior_only=True, metrics={"prior_only": True})


def _learned(
    labelled: Sequence[LabelledApplication],
    ground: Ground,
    facts: dict[str, Any],
    report: Progress,
) -> Bundle:
    early, later = temporal(labelled, max(LATER, min(0.5, ENOUGH_LATER / len(labelled))))
    report("features", 0.1)
    history, whole = _collected(labelled, ground)
    report("fit", 0.4)
    pairs, checked = parted(whole, len(early))
    means = _means(pairs)
    known, new = _fit(pairs, means, ground)
    report("calibration", 0.55)
    texts = ground.documents.rows(range(len(early), len(labelled)))
    fixed, tuning = _calibrated(known, new, checked, means, ground)
    regimes = fixed.regimes(known, new, 1 - ground.share)
    trial = _bundle(ground, history, regimes, means, spread(known.margins(pairs.features, means), pairs), facts)
    trial = replace(_weighed(trial, later, texts, checked), history=_history(early, ground))
    report("check", 0.7)
    metrics = {"prior_only": False, **evaluate(trial, later, seed=ground.seed), "hidden_programmes": tuning}
    report("refit", 0.85)
    whole_means = _means(whole)
    linear = _fit(whole, whole_means, ground)
    final = fixed.regimes(*linear, 1 - ground.share, trial.known.threshold, trial.new.threshold)
    facts = {**facts, "lean": fixed.lean, "temperature": [fixed.known.temperature, fixed.new.temperature]}
    margins = spread(Linear(final[0].weights, final[0].base).margins(whole.features, whole_means), whole)
    report("done", 1.0)
    bundle = _bundle(ground, history, final, whole_means, margins, facts)
    return replace(bundle, rivalry=trial.rivalry, metrics=metrics)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What the later decisions settle about margins: calibration of each regime, and the lean."""

    known: Calibration
    new: Calibration
    lean: float

    def regimes(
        self, known: Linear, new: Linear, written: float, known_limit: float = 0.0, new_limit: float = 0.0
    ) -> tuple[Regime, Regime]:
        """Both regimes, calibrated; `written` is the share of the prior in their weights."""
        return (
            finished(known, self.known, 0.0, written, known_limit),
            finished(new, self.new, self.lean, written, new_limit),
        )


def _weighed(trial: Bundle, later: Sequence[LabelledApplication], texts: Documents, checked: Pairs) -> Bundle:
    """The trial with rivalry and conformal thresholds set on the later decisions.

    For the threshold without history every right opening is scored as if its programme had none.
    """
    rivals = trial.rivals([sample.profile for sample in later], texts)
    levels = rivals[checked.application, trial.places(checked.key.tolist())]
    shaped = checked.features[:, None, :]
    usual, hidden = (
        total(trial.base(known), trial.contributions(shaped, known, trial.apart(checked.programme)))[0]
        for known in (checked.known[None, :], np.zeros((1, len(checked.known)), dtype=bool))
    )
    used = checked.weights > 0
    rivalry = fit_rivalry(usual[used], levels[used], checked.labels[used], checked.weights[used])
    with_history = rivalry.probability(usual, levels)[checked.best & checked.known]
    without = rivalry.probability(hidden, levels)[checked.best]
    return replace(
        trial,
        rivalry=rivalry,
        known=replace(trial.known, threshold=threshold(with_history)),
        new=replace(trial.new, threshold=threshold(without)),
    )


def _collected(samples: Sequence[LabelledApplication], ground: Ground) -> tuple[History, Pairs]:
    """History and pairs of the samples; an application is never part of its own history."""
    history = _history(samples, ground)
    texts = ground.documents.rows(range(len(samples)))
    return history, collect(samples, texts, ground.space, ground.catalogue, history)


def _history(samples: Sequence[LabelledApplication], ground: Ground) -> History:
    """What the oldest samples taught."""
    texts = ground.documents.rows(range(len(samples)))
    placed, rows = [], []
    for row, sample in enumerate(samples):
        programmes = {opening.key: opening.programme for opening in sample.openings}
        if (key := best_opening(sample)) is not None:
            placed.append((programmes[key], sample.profile))
            rows.append(row)
    return History.build(
        placed, texts.words[rows], texts.characters[rows], Described.of(ground.openings, ground.catalogue)
    )


def _means(pairs: Pairs) -> Floats:
    return np.asarray(pairs.features.mean(axis=1))


def _fit(pairs: Pairs, means: Floats, ground: Ground) -> tuple[Linear, Linear]:
    """Pooled weights with and without history."""
    count = len(pairs.labels) / max(len(np.unique(pairs.application)), 1)
    base = -math.log(max(count - 1, 1))
    result = []
    for with_history in (True, False):
        prior = ground.prior if with_history else np.where(HISTORY, 0.0, ground.prior)
        learned = learn(pairs, means, prior, with_history=with_history, seed=ground.seed)
        result.append(pool(Linear(prior, base), learned, ground.share))
    return result[0], result[1]


def _calibrated(
    known: Linear, new: Linear, checked: Pairs, means: Floats, ground: Ground
) -> tuple[Fixed, dict[str, float]]:
    new_fixed = calibrate(new, checked, means, Calibration())
    known_fixed = calibrate(known, checked, means, new_fixed)
    without = new_fixed.apply(new.margins(checked.features, means))
    with_history = known_fixed.apply(known.margins(checked.features, means))
    usual = np.where(checked.known, with_history, without)
    tuned, found = tuned_lean(usual, without, checked)
    chosen = tuned if ground.settings.lean is None else ground.settings.lean
    return Fixed(known_fixed, new_fixed, chosen), found


def _bundle(
    ground: Ground,
    history: History,
    regimes: tuple[Regime, Regime],
    means: Floats,
    margins: Floats,
    facts: Mapping[str, Any],
) -> Bundle:
    return Bundle(
        space=ground.space,
        catalogue=ground.catalogue,
        history=history,
        known=regimes[0],
        new=regimes[1],
        means=means,
        scale=Scale.anchored(margins),
        openings=ground.openings,
        rivalry=Rivalry(),
        settings=ground.settings,
        prior_only=False,
        metrics={},
        facts=facts,
    )
