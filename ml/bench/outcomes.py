"""A file that only tells what became of applications: how well is a good outcome foreseen, and how honestly.

The product never shows such a number: it measures what text and facts could tell, and how soon it goes stale.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ml.bench.rows import BadFile, Row
from ml.evaluate.metrics import calibration_error, log_loss
from ml.features.taught import joined
from ml.features.text import TextSpace, count_terms, tokens

Floats = NDArray[np.float64]
GOOD = frozenset({"funded", "accepted", "laureat", "success", "successful", "won", "active", "yes", "true", "1"})
FREQUENT = 20


def is_outcome(rows: Sequence[Row]) -> bool:
    """Whether the training rows carry two outcomes and nothing to rank."""
    training = [row for row in rows if row.get("split") == "train"]
    described = any(row.get("kind") == "programme" for row in rows) or any(row.get("label") for row in training)
    return not described and len({str(row.get("outcome")) for row in training if row.get("outcome") is not None}) == 2


def measure(rows: Sequence[Row]) -> dict[str, Any]:
    """AUC, log-loss and ECE on the test rows, with a logistic model on the same facts without text beside them."""
    known = [row for row in rows if row.get("outcome") is not None and row.get("split") in ("train", "test")]
    training = sorted(
        (row for row in known if row["split"] == "train"), key=lambda row: (row.get("year") or 0, row["id"])
    )
    test = [row for row in known if row["split"] == "test"]
    if not training or not test:
        raise BadFile("the file needs training and test rows with an outcome")
    good = _good(training)
    labels = np.array([str(row["outcome"]) == good for row in training], dtype=float)
    truth = np.array([str(row["outcome"]) == good for row in test], dtype=float)
    started = time.process_time()
    structured, asked = _facts(training, test)
    taught, new = _text(training, test, labels)
    found = _judged(np.column_stack([structured, taught]), labels, np.column_stack([asked, new]), truth)
    spent = time.process_time() - started
    return {
        "task": "outcome",
        "good": good,
        "matcher": {**found, "fit_cpu_seconds": spent},
        "baselines": {"structured_logistic": _judged(structured, labels, asked, truth)},
    }


def _good(training: Sequence[Row]) -> str:
    names = Counter(str(row["outcome"]) for row in training)
    return next((name for name in names if name.lower() in GOOD), names.most_common()[-1][0])


def _judged(rows: Floats, labels: Floats, asked: Floats, truth: Floats) -> dict[str, Any]:
    """Fit and judge. Nothing is calibrated on the latest rounds alone: that made it worse (rates swing by round)."""
    from sklearn.metrics import roc_auc_score

    from ml.models.monotone import MonotoneLogistic

    shares = MonotoneLogistic(alpha=1.0, tol=1e-6).fit(rows, labels).predict_proba(asked)[:, 1]
    return {
        "applications": len(truth),
        "auc": float(roc_auc_score(truth, shares)),
        "log_loss": log_loss(shares, truth),
        "ece": calibration_error(shares, truth),
        "good_share": float(truth.mean()),
    }


def _text(training: Sequence[Row], test: Sequence[Row], labels: Floats) -> tuple[Floats, Floats]:
    """What the words say: left-out scores of the training rows, scores of the test rows."""
    from ml.models.dual_ridge import DualRidge

    counted = [count_terms(tokens(row["text"], str(row.get("lang", "en")))) for row in (*training, *test)]
    space = TextSpace.fit(counted[: len(training)])
    vectors = sp.csr_array(joined(*space.vectors(counted)))
    fitted = DualRidge(alpha=4.0).fit(vectors[: len(training)], labels)
    return fitted.loo_, fitted.predict(vectors[len(training) :])


def _facts(training: Sequence[Row], test: Sequence[Row]) -> tuple[Floats, Floats]:
    """Numbers on a log scale with a flag where missing, and the frequent words of text fields."""
    fields = [row.get("fields") or {} for row in (*training, *test)]
    columns: list[Floats] = []
    for name in sorted({name for one in fields for name in one}):
        values = [one.get(name) for one in fields]
        if all(value is None or isinstance(value, int | float) for value in values):
            columns += _numbers(values)
        elif all(value is None or isinstance(value, str) for value in values):
            columns += _words(values, len(training))
    whole = np.column_stack(columns) if columns else np.zeros((len(fields), 0))
    middle, spread = whole[: len(training)].mean(axis=0), whole[: len(training)].std(axis=0) + 1e-9
    scaled = (whole - middle) / spread
    return scaled[: len(training)], scaled[len(training) :]


def _numbers(values: Sequence[Any]) -> list[Floats]:
    known = np.array([value is not None for value in values])
    logs = np.array([np.log1p(max(float(value or 0), 0.0)) for value in values])
    return [np.where(known, logs, logs[known].mean() if known.any() else 0.0), (~known).astype(float), logs**2]


def _words(values: Sequence[Any], training: int) -> list[Floats]:
    frequent = [word for word, count in sorted(Counter(values[:training]).items(), key=str) if count >= FREQUENT]
    return [np.array([value == word for value in values], dtype=float) for word in frequent]
