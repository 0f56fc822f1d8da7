"""Likeness to past accepted applications of a programme, without keeping their texts or keys."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ml.contracts import SECTORS, STAGES, StartupProfile
from ml.features.taught import Described, Taught
from ml.features.text import SIZE

ENOUGH = 3
"""Accepted applications a programme needs before it counts as having a history."""
KEPT = 2_000
"""Most recent accepted applications kept for each programme."""
NEAREST = 10
SMOOTHING = 6.0

Floats = NDArray[np.float64]


def anonymous(key: str) -> int:
    """A one-way number for a key, so that an application is never compared with itself."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big")


class Past(NamedTuple):
    """For n applications and P programmes (n, P): what the past says, and whether there is one.

    taught: score of the text; nearest: mean cosine with the ten most alike, less its mean over the programmes; lift:
    mean cosine with the programme's less that with all; facts: mean smoothed log-odds of sector and stage among the
    programme's against all; known: at least ENOUGH accepted applications.
    """

    taught: Floats
    nearest: Floats
    lift: Floats
    facts: Floats
    known: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Word vectors (R, SIZE), programme index, sector and stage index (-1 unknown) of R accepted applications.

    `taught` scores a text for each of the programmes, from all of them and not only those kept.
    """

    programmes: tuple[str, ...]
    owner: NDArray[np.int64]
    keys: NDArray[np.int64]
    sector: NDArray[np.int64]
    stage: NDArray[np.int64]
    words: sp.csr_array
    taught: Taught

    @classmethod
    def empty(cls) -> History:
        none = np.zeros(0, dtype=np.int64)
        return cls((), none, none, none, none, sp.csr_array((0, SIZE), dtype=np.float32), Taught.nothing())

    @classmethod
    def build(
        cls,
        accepted: Sequence[tuple[str, StartupProfile]],
        words: sp.csr_array,
        characters: sp.csr_array,
        described: Described,
    ) -> History:
        """History of (programme, profile) pairs, oldest first, with their vectors row by row."""
        if not accepted:
            return cls.empty()
        kept = _most_recent([programme for programme, _ in accepted])
        programmes = tuple(sorted({programme for programme, _ in accepted}))
        index = {programme: number for number, programme in enumerate(programmes)}
        owner = np.array([index[programme] for programme, _ in accepted], dtype=np.int64)
        keys = np.array([anonymous(profile.key) for _, profile in accepted], dtype=np.int64)
        profiles = [accepted[row][1] for row in kept]
        return cls(
            programmes,
            owner[kept],
            keys[kept],
            *_facts(profiles),
            sp.csr_array(words[kept], dtype=np.float32),
            Taught.learn(programmes, owner, keys, words, characters, described),
        )

    def likeness(self, profiles: Sequence[StartupProfile], words: sp.csr_array, characters: sp.csr_array) -> Past:
        """What the past says of n applications."""
        shape = (len(profiles), len(self.programmes))
        nearest, lift = np.zeros(shape), np.zeros(shape)
        keys = np.array([anonymous(profile.key) for profile in profiles], dtype=np.int64)
        others = keys[:, None] != self.keys[None, :]
        cosine = np.where(others, (self.words @ words.T.tocsr().astype(np.float32).toarray()).T, 0.0)
        everywhere = cosine.sum(axis=1) / np.maximum(others.sum(axis=1), 1)
        counts = np.zeros(shape)
        for index in range(shape[1]):
            own = self.owner == index
            part = cosine[:, own]
            counts[:, index] = others[:, own].sum(axis=1)
            count = min(NEAREST, part.shape[1])
            top = np.partition(part, part.shape[1] - count, axis=1)[:, -count:]
            nearest[:, index] = top.sum(axis=1) / np.clip(counts[:, index], 1, NEAREST)
            lift[:, index] = part.sum(axis=1) / np.maximum(counts[:, index], 1) - everywhere
        known = counts >= ENOUGH
        nearest -= (nearest * known).sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
        return Past(self.taught.scores(keys, words, characters), nearest, lift, self.facts(profiles), known)

    def facts(self, profiles: Sequence[StartupProfile]) -> Floats:
        """Mean smoothed log-odds (n, P) of sector and stage among each programme's against all."""
        own: dict[int, int] = {key: row for row, key in enumerate(self.keys.tolist())}
        rows = np.array([own.get(anonymous(profile.key), -1) for profile in profiles], dtype=np.int64)
        sector, stage = _facts(profiles)
        return (
            self._odds(self.sector, sector, rows, len(SECTORS)) + self._odds(self.stage, stage, rows, len(STAGES))
        ) / 2

    def _odds(self, past: NDArray[np.int64], asked: NDArray[np.int64], own: NDArray[np.int64], values: int) -> Floats:
        """From counts by programme and value, less the application itself where it stands in the history (`own`)."""
        count = len(self.programmes)
        told = past >= 0
        table = np.bincount(self.owner[told] * values + past[told], minlength=count * values).reshape(count, values)
        found = table[:, np.maximum(asked, 0)].T.astype(float)
        total = np.broadcast_to(np.bincount(self.owner, minlength=count), found.shape).astype(float)
        mine = np.flatnonzero(own >= 0)
        total[mine, self.owner[own[mine]]] -= 1
        same = mine[(past[own[mine]] == asked[mine]) & (asked[mine] >= 0)]
        found[same, self.owner[own[same]]] -= 1
        everywhere = total.sum(axis=1, keepdims=True)
        share = (found.sum(axis=1, keepdims=True) + 0.5) / (everywhere + 0.5 * len(SECTORS))
        odds = np.log((found + SMOOTHING * share) / ((total + SMOOTHING) * share))
        return np.where(asked[:, None] < 0, 0.0, np.clip(odds, -2.0, 2.0) / 2)


def _facts(profiles: Sequence[StartupProfile]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Index of sector and stage (n,), -1 where not known."""
    return (
        np.array([SECTORS.index(p.sector) if p.sector in SECTORS else -1 for p in profiles], dtype=np.int64),
        np.array([STAGES.index(p.stage) if p.stage in STAGES else -1 for p in profiles], dtype=np.int64),
    )


def _most_recent(programmes: Sequence[str]) -> list[int]:
    seen: dict[str, int] = {}
    kept = []
    for row in range(len(programmes) - 1, -1, -1):
        seen[programmes[row]] = seen.get(programmes[row], 0) + 1
        if seen[programmes[row]] <= KEPT:
            kept.append(row)
    return kept[::-1]
