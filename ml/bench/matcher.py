"""The product's own pipeline on a task: train, rank, explain, save."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from ml import predict, registry
from ml.bench.judge import Ranking, figures
from ml.bench.rows import Task
from ml.contracts import AS_USUAL, Settings
from ml.models.ranker import Bundle
from ml.train import train

EXPLAINED = 60
"""Applications ranked one by one with reasons, for their time."""
CHUNK = 256


def measure(task: Task, settings: Settings = AS_USUAL, seed: int = 0) -> dict[str, Any]:
    """Figures, CPU seconds to fit, CPU milliseconds to rank and explain one application, and bytes of the model."""
    started = time.process_time()
    bundle = train(task.training, task.catalogue, settings=settings, seed=seed)
    fitted = time.process_time() - started
    found = figures(task, rankings(bundle, task))
    with tempfile.TemporaryDirectory() as folder:
        registry.save(bundle, Path(folder), extra={})
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    return {
        **found,
        "fit_cpu_seconds": fitted,
        "explain_cpu_ms": _explained(bundle, task),
        "model_bytes": size,
        "labelled": bundle.facts["labelled"],
        "lean": bundle.facts.get("lean", 0.0),
    }


def rankings(bundle: Bundle, task: Task) -> list[Ranking]:
    """One ranking for each test application, in their order."""
    found: list[Ranking | None] = [None] * len(task.test)
    lists: dict[int, list[int]] = {}
    for row, openings in enumerate(task.candidates):
        lists.setdefault(id(openings), []).append(row)
    for rows in lists.values():
        candidates = bundle.candidates(task.candidates[rows[0]])
        keys = [opening.key for opening in candidates.profiles]
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            profiles = [task.test[row] for row in chunk]
            documents, alike = bundle.alike(profiles, candidates)
            margins = bundle.margins(profiles, alike, candidates)
            shares = bundle.probabilities(margins, bundle.rivals(profiles, documents, alike.past), keys)
            limits = np.where(alike.known, bundle.known.threshold, bundle.new.threshold)
            for place, row in enumerate(chunk):
                found[row] = Ranking(margins[place], shares[place], shares[place] >= limits[place])
    return [ranking for ranking in found if ranking is not None]


def _explained(bundle: Bundle, task: Task) -> float:
    """Median CPU milliseconds of `predict.rank` with reasons and changes, as the product calls it."""
    step = max(1, len(task.test) // EXPLAINED)
    spent = []
    for row in range(0, len(task.test), step):
        started = time.process_time()
        predict.rank(bundle, task.test[row], task.candidates[row])
        spent.append((time.process_time() - started) * 1000)
    return float(np.median(spent[1:] or spent))
