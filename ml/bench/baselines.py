"""What the matcher has to beat: the majority, the likeness to descriptions, and a plain text classifier."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.bench.judge import Ranking, figures
from ml.bench.rows import Task
from ml.contracts import OpeningProfile

Floats = NDArray[np.float64]
FEW = 30
"""Classes up to which one softmax is fitted; more are fitted one against the rest, or it takes minutes."""


def measure(task: Task) -> dict[str, dict[str, Any]]:
    """Figures of every baseline by name, each with its CPU seconds to fit and milliseconds to rank one."""
    found = {}
    for name, rank in (("majority", _majority), ("tfidf_cosine", _cosine), ("tfidf_logistic", _logistic)):
        rankings, fitted, ranked = rank(task)
        found[name] = {
            **figures(task, rankings),
            "fit_cpu_seconds": fitted,
            "rank_cpu_ms": ranked * 1000 / max(len(rankings), 1),
        }
    return found


Measured = tuple[list[Ranking], float, float]


def _majority(task: Task) -> Measured:
    started = time.process_time()
    counts = _counts(task)
    fitted = time.process_time()
    columns = {key: column for column, key in enumerate(counts)}
    shares = np.array([[float(count) for count in counts.values()]])
    rankings = [_ranking(shares[0], columns, openings) for openings in task.candidates]
    return rankings, fitted - started, time.process_time() - fitted


def _counts(task: Task) -> Counter[str]:
    return Counter(key for sample in task.training for key, label in sample.labels.items() if label)


def _ranking(scores: Floats, columns: dict[str, int], openings: Sequence[OpeningProfile]) -> Ranking:
    """Scores of the candidates; those never seen in training get none."""
    picked = np.array([scores[columns[o.key]] if o.key in columns else 0.0 for o in openings])
    return Ranking(picked, np.maximum(picked, 0.0) + 1e-6)


def _cosine(task: Task) -> Measured:
    from sklearn.feature_extraction.text import TfidfVectorizer

    openings = {opening.key: opening for listed in task.candidates for opening in listed}
    started = time.process_time()
    vectors = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), strip_accents="unicode")
    vectors.fit([*(sample.profile.text for sample in task.training), *(opening.text for opening in openings.values())])
    described = vectors.transform([opening.text for opening in openings.values()])
    fitted = time.process_time()
    alike = (vectors.transform([profile.text for profile in task.test]) @ described.T).toarray()
    columns = {key: column for column, key in enumerate(openings)}
    rankings = [_ranking(alike[row], columns, listed) for row, listed in enumerate(task.candidates)]
    return rankings, fitted - started, time.process_time() - fitted


def _logistic(task: Task) -> Measured:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline, make_union

    texts = [sample.profile.text for sample in task.training]
    labels = [max(sample.labels, key=lambda key: (sample.labels[key], key)) for sample in task.training]
    several = len(set(labels)) > FEW
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2, strip_accents="unicode")
    characters = TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 5), min_df=3)
    model = (
        make_pipeline(words, OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear")))
        if several
        else make_pipeline(make_union(words, characters), LogisticRegression(C=5, max_iter=200))
    )
    started = time.process_time()
    model.fit(texts, labels)
    fitted = time.process_time()
    shares = model.predict_proba([profile.text for profile in task.test])
    columns = {str(key): column for column, key in enumerate(model.classes_)}
    rankings = [_ranking(shares[row], columns, listed) for row, listed in enumerate(task.candidates)]
    return rankings, fitted - started, time.process_time() - fitted
