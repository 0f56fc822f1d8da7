"""What past placements taught about words: a score of a text for each programme that has a history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ml.contracts import OpeningProfile
from ml.features.likeness import Descriptions
from ml.features.text import SIZE

Floats = NDArray[np.float64]
MOST = 6_000
"""Most recent placements learned from: the fit needs memory for their square."""
CHARACTERS = 0.35
"""Share of the characters in the likeness of two texts; the rest are words."""
COMMON, RARE = 0.2, 20
"""Terms in a larger share of the texts are left out, unless they stand in few: they cost most and tell least."""
ALPHA = 0.75
TINY = 0.004
DESCRIPTION = 3.0
"""How many placements a programme's own description counts as."""


class Described(NamedTuple):
    """Descriptions of programmes: whose each row is, and unit rows of words and characters (R, SIZE)."""

    programmes: Sequence[str]
    words: sp.csr_array
    characters: sp.csr_array

    @classmethod
    def of(cls, openings: Sequence[OpeningProfile], texts: Descriptions) -> Described:
        """Each description once for each programme it describes."""
        owned = dict.fromkeys(zip((o.programme for o in openings), texts.text_of.tolist(), strict=True))
        pairs = [(name, row) for name, text in owned for row in np.flatnonzero(texts.row_text == text).tolist()]
        rows = [row for _, row in pairs]
        return cls([name for name, _ in pairs], texts.words[rows], texts.characters[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """Weights (T, P) of the T terms kept (columns of words and characters side by side) for P programmes.

    `keys` and `left_out` (K, P) hold the scores of the applications learned from, each as if it had not been among
    them: a past application is never judged by its own outcome.
    """

    programmes: tuple[str, ...]
    terms: NDArray[np.int64]
    weights: NDArray[np.float32]
    keys: NDArray[np.int64]
    left_out: NDArray[np.float32]
    _place: NDArray[np.int64] = field(init=False, repr=False)
    _own: dict[int, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        place = np.full(2 * SIZE, -1, dtype=np.int64)
        place[self.terms] = np.arange(len(self.terms))
        object.__setattr__(self, "_place", place)
        object.__setattr__(self, "_own", {key: row for row, key in enumerate(self.keys.tolist())})

    @classmethod
    def nothing(cls, programmes: Sequence[str] = ()) -> Taught:
        """Nothing learned: every score is 0."""
        count = len(programmes)
        none = np.zeros(0, dtype=np.int64)
        empty = np.zeros((0, count), dtype=np.float32)
        return cls(tuple(programmes), none, empty, none, empty)

    @classmethod
    def learn(
        cls,
        programmes: Sequence[str],
        owner: NDArray[np.int64],
        keys: NDArray[np.int64],
        words: sp.csr_array,
        characters: sp.csr_array,
        described: Described,
    ) -> Taught:
        """From N placements, oldest first: index of the programme (N,), anonymous key (N,), unit text rows (N, SIZE).

        The descriptions of the programmes are learned from too, and count for much while placements are few.
        """
        from ml.models.dual_ridge import DualRidge  # only training needs scikit-learn

        if len(programmes) < 2:
            return cls.nothing(programmes)
        recent = slice(max(0, len(owner) - MOST), None)
        owner, keys = owner[recent], keys[recent]
        named = [row for row, name in enumerate(described.programmes) if name in programmes]
        parts = (joined(words[recent], characters[recent]), joined(described.words[named], described.characters[named]))
        rows = sp.csr_array(sp.vstack(parts, format="csr"))
        frequency = np.bincount(rows.indices, minlength=2 * SIZE)
        terms = np.flatnonzero((frequency >= 2) & (frequency <= max(COMMON * rows.shape[0], RARE)))
        owners = np.concatenate([owner, [programmes.index(described.programmes[row]) for row in named]])
        targets = (owners[:, None] == np.arange(len(programmes))[None, :]).astype(np.float64)
        weights = np.concatenate([np.ones(len(owner)), np.full(len(named), DESCRIPTION)])
        fitted = DualRidge(alpha=ALPHA).fit(_unit(sp.csr_array(rows[:, terms])), targets, weights)
        return cls(
            tuple(programmes),
            terms.astype(np.int64),
            _small(fitted.coef_.T),
            keys,
            _small(fitted.loo_[: len(owner)] - fitted.intercept_),
        )

    def scores(self, keys: NDArray[np.int64], words: sp.csr_array, characters: sp.csr_array) -> Floats:
        """Scores (n, P) of texts: about how much more likely each programme is than at random; 0 teaches nothing."""
        found = np.zeros((words.shape[0], len(self.programmes)))
        if not len(self.terms):
            return found
        length = np.zeros(words.shape[0])
        for rows, share, first in ((words, 1 - CHARACTERS, 0), (characters, CHARACTERS, SIZE)):
            kept = self._kept(rows, share**0.5, first)
            found += np.asarray(kept @ self.weights)
            length += np.bincount(_row_of(kept), weights=kept.data**2, minlength=len(length))
        found /= np.sqrt(np.where(length > 0, length, 1.0))[:, None]
        for row, key in enumerate(keys.tolist()):
            if key in self._own:
                found[row] = self.left_out[self._own[key]]
        return found

    def _kept(self, rows: sp.csr_array, scale: float, first: int) -> sp.csr_array:
        """The columns of the terms kept, in their order, times a scale; `first` is the place of column 0."""
        columns = self._place[rows.indices + first]
        inside = columns >= 0
        counts = np.bincount(_row_of(rows)[inside], minlength=rows.shape[0])
        pointers = np.concatenate([[0], np.cumsum(counts)])
        shape = (rows.shape[0], len(self.terms))
        return sp.csr_array((rows.data[inside] * scale, columns[inside], pointers), shape=shape)


def joined(words: sp.csr_array, characters: sp.csr_array) -> sp.csr_array:
    """Rows (n, 2 · SIZE) whose products are the weighted mean of both likenesses."""
    return sp.csr_array(sp.hstack([words * (1 - CHARACTERS) ** 0.5, characters * CHARACTERS**0.5], format="csr"))


def _unit(rows: sp.csr_array) -> sp.csr_array:
    """Rows of length 1; empty ones stay empty."""
    owner = _row_of(rows)
    length = np.sqrt(np.bincount(owner, weights=rows.data**2, minlength=rows.shape[0]))
    data = rows.data / np.where(length > 0, length, 1.0)[owner]
    return sp.csr_array((data, rows.indices, rows.indptr), shape=rows.shape)


def _small(values: Floats) -> NDArray[np.float32]:
    """Numbers that fit into half precision, the tiny ones 0: a file of a sixth of the size, the same ranking."""
    kept = np.where(np.abs(values) < TINY, 0.0, values)
    return np.ascontiguousarray(kept.astype(np.float16), dtype=np.float32)


def _row_of(rows: sp.csr_array) -> NDArray[np.int64]:
    return np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
