"""Likeness to past accepted applications of a programme, without keeping their texts or keys."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ml.contracts import SECTORS, STAGES, StartupProfile
from ml.features.text import SIZE

ENOUGH = 5
"""Accepted applications a programme needs before it counts as having a history."""
KEPT = 120
"""Most recent accepted applications kept for each programme."""
NEAREST = 3
SMOOTHING = 6.0

Floats = NDArray[np.float64]


def anonymous(key: str) -> int:
    """A one-way number for a key, so that an application is never compared with itself."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big")


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Word vectors (R, SIZE), programme index, sector and stage index (-1 unknown) of R accepted applications."""

    programmes: tuple[str, ...]
    owner: NDArray[np.int64]
    keys: NDArray[np.int64]
    sector: NDArray[np.int64]
    stage: NDArray[np.int64]
    words: sp.csr_array
    across: sp.csr_array = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "across", sp.csr_array(self.words.T))

    @classmethod
    def empty(cls) -> History:
        none = np.zeros(0, dtype=np.int64)
        return cls((), none, none, none, none, sp.csr_array((0, SIZE)))

    @classmethod
    def build(cls, accepted: Sequence[tuple[str, StartupProfile]], words: sp.csr_array) -> History:
        """History of (programme, profile) pairs, oldest first, with their word vectors row by row."""
        if not accepted:
            return cls.empty()
        kept = _most_recent([programme for programme, _ in accepted])
        programmes = tuple(sorted({accepted[row][0] for row in kept}))
        profiles = [accepted[row][1] for row in kept]
        return cls(
            programmes,
            np.array([programmes.index(accepted[row][0]) for row in kept], dtype=np.int64),
            np.array([anonymous(profile.key) for profile in profiles], dtype=np.int64),
            np.array([SECTORS.index(p.sector) if p.sector in SECTORS else -1 for p in profiles], dtype=np.int64),
            np.array([STAGES.index(p.stage) if p.stage in STAGES else -1 for p in profiles], dtype=np.int64),
            sp.csr_array(words[kept]),
        )

    def likeness(
        self, keys: Sequence[str], words: sp.csr_array, sector: NDArray[np.int64], stage: NDArray[np.int64]
    ) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
        """For n applications and P programmes: nearest, lift, facts, and whether there is a history (n, P).

        nearest: mean cosine with the three most alike; lift: mean cosine with the programme's minus with all;
        facts: mean smoothed log-odds of sector and stage among the programme's against all.
        """
        shape = (len(keys), len(self.programmes))
        nearest, lift = np.zeros(shape), np.zeros(shape)
        others = np.array([anonymous(key) for key in keys], dtype=np.int64)[:, None] != self.keys[None, :]
        cosine = np.where(others, (words @ self.across).toarray(), 0.0)
        everywhere = cosine.sum(axis=1) / np.maximum(others.sum(axis=1), 1)
        counts = np.zeros(shape)
        for index in range(shape[1]):
            own = self.owner == index
            part = cosine[:, own]
            counts[:, index] = others[:, own].sum(axis=1)
            top = np.sort(part, axis=1)[:, -NEAREST:]
            nearest[:, index] = top.sum(axis=1) / NEAREST
            lift[:, index] = part.sum(axis=1) / np.maximum(counts[:, index], 1) - everywhere
        facts = (self._odds(self.sector, sector, others) + self._odds(self.stage, stage, others)) / 2
        return nearest, lift, facts, counts >= ENOUGH

    def _odds(self, past: NDArray[np.int64], asked: NDArray[np.int64], others: NDArray[np.bool_]) -> Floats:
        same = (past[None, :] == asked[:, None]) & others
        members = np.equal(self.owner[:, None], np.arange(len(self.programmes))[None, :]).astype(float)
        share = (same.sum(axis=1) + 0.5) / (others.sum(axis=1) + 0.5 * max(len(SECTORS), 1))
        found = same.astype(float) @ members
        total = others.astype(float) @ members
        odds = np.log((found + SMOOTHING * share[:, None]) / ((total + SMOOTHING) * share[:, None]))
        return np.where(asked[:, None] < 0, 0.0, np.clip(odds, -2.0, 2.0) / 2)


def _most_recent(programmes: Sequence[str]) -> list[int]:
    seen: dict[str, int] = {}
    kept = []
    for row in range(len(programmes) - 1, -1, -1):
        seen[programmes[row]] = seen.get(programmes[row], 0) + 1
        if seen[programmes[row]] <= KEPT:
            kept.append(row)
    return kept[::-1]
