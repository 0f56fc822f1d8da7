"""How alike an application's text and an opening's description are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ml.contracts import OpeningProfile, StartupProfile
from ml.features.text import TextSpace, Token, count_terms, paragraphs, tokens

WORD_SCALE = 5.0
CHARACTER_SCALE = 2.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Documents:
    """Tokens and TF-IDF rows of n application texts."""

    tokens: tuple[tuple[Token, ...], ...]
    words: sp.csr_array
    characters: sp.csr_array

    @classmethod
    def of(cls, profiles: Sequence[StartupProfile], space: TextSpace) -> Documents:
        listed = tuple(tokens(profile.text, profile.language) for profile in profiles)
        return cls(listed, *space.vectors([count_terms(one) for one in listed]))

    def rows(self, chosen: Sequence[int]) -> Documents:
        """Some of the texts, in the given order."""
        picked = list(chosen)
        return Documents(tuple(self.tokens[row] for row in picked), self.words[picked], self.characters[picked])

    @property
    def missing(self) -> NDArray[np.bool_]:
        return np.array([not listed for listed in self.tokens], dtype=bool)


@dataclass(frozen=True, slots=True, eq=False)
class Descriptions:
    """The distinct descriptions of some openings: `row_text[r]` owns row r, `text_of[m]` is opening m's text.

    `across` keeps both matrices transposed, ready to be multiplied.
    """

    tokens: tuple[tuple[Token, ...], ...]
    words: sp.csr_array
    characters: sp.csr_array
    row_text: NDArray[np.int64]
    text_of: NDArray[np.int64]
    count: int
    across: tuple[sp.csr_array, sp.csr_array] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "across", (sp.csr_array(self.words.T), sp.csr_array(self.characters.T)))

    @classmethod
    def of(cls, openings: Sequence[OpeningProfile], space: TextSpace) -> Descriptions:
        texts = sorted({opening.text for opening in openings})
        parts = [(index, part) for index, text in enumerate(texts) for part in paragraphs(text) or ("",)]
        listed = tuple(tokens(part) for _, part in parts)
        position = {text: index for index, text in enumerate(texts)}
        return cls(
            listed,
            *space.vectors([count_terms(one) for one in listed]),
            np.array([index for index, _ in parts], dtype=np.int64),
            np.array([position[opening.text] for opening in openings], dtype=np.int64),
            len(texts),
        )

    def cosines(self, documents: Documents) -> tuple[Floats, Floats]:
        """Word and character cosine (n, texts), each the best over the description's languages."""
        words = (documents.words @ self.across[0]).toarray()
        characters = (documents.characters @ self.across[1]).toarray()
        return self._best(words), self._best(characters)

    def _best(self, rows: Floats) -> Floats:
        if not self.count:
            return np.zeros((rows.shape[0], 0))
        starts = np.flatnonzero(np.diff(self.row_text, prepend=-1))
        return np.asarray(np.maximum.reduceat(rows, starts, axis=1))


def level(words: Floats, characters: Floats) -> Floats:
    """One likeness from both cosines, on a scale where 1 is very close."""
    return np.minimum(words * WORD_SCALE, 2.0) + np.minimum(characters * CHARACTER_SCALE, 2.0)


def lift(likeness: Floats, everywhere: Floats) -> Floats:
    """How far a likeness (n, m) stands above the application's usual one (n, texts of the catalogue).

    In standard deviations over the model's own catalogue, cut to -2 … 3: the openings of the call play no part,
    so that adding one never changes the score of another.
    """
    if not everywhere.shape[1]:
        return np.zeros_like(likeness)
    mean = everywhere.mean(axis=1, keepdims=True)
    spread = everywhere.std(axis=1, keepdims=True) + 0.05
    return np.asarray(np.clip((likeness - mean) / spread, -2.0, 3.0))
