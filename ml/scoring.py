"""Fits and probabilities of many applications: the one scorer of the web, of jobs and of worker processes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from ml import registry
from ml.contracts import OpeningProfile, StartupProfile
from ml.models.ranker import Bundle

CHUNK = 512
DIGITS = 6
"""Digits of a probability that are kept."""

Fits = dict[str, tuple[int, float]]


def fits(bundle: Bundle, profiles: Sequence[StartupProfile], openings: Sequence[OpeningProfile]) -> list[Fits]:
    """For each profile, the fit (0-100) and the probability of each opening by its key, the best one first."""
    if not openings:
        return [{} for _ in profiles]
    candidates = bundle.candidates(sorted(openings, key=lambda opening: opening.key))
    keys = [opening.key for opening in candidates.profiles]
    found: list[Fits] = []
    for start in range(0, len(profiles), CHUNK):
        chunk = profiles[start : start + CHUNK]
        documents, alike = bundle.alike(chunk, candidates)
        margins = bundle.margins(chunk, alike, candidates)
        order = np.argsort(-margins, axis=1, kind="stable").tolist()
        shown = bundle.scale.fit(margins).tolist()
        likely = bundle.probabilities(margins, bundle.rivals(chunk, documents), keys).round(DIGITS).tolist()
        found += [
            {keys[column]: (fit[column], probability[column]) for column in columns}
            for columns, fit, probability in zip(order, shown, likely, strict=True)
        ]
    return found


def fits_from(
    folder: str, sha256: str, profiles: Sequence[StartupProfile], openings: Sequence[OpeningProfile]
) -> list[Fits]:
    """The same in a worker process, which reads the bundle of `folder` once."""
    return fits(_bundle(folder, sha256), profiles, openings)


@lru_cache(maxsize=2)
def _bundle(folder: str, sha256: str) -> Bundle:
    if registry.read_manifest(Path(folder)).sha256 != sha256:
        raise registry.UntrustedModel("the model of this folder is another one")
    return registry.load(Path(folder))
