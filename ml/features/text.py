"""Folding, stemming and hashed TF-IDF vectors of French, Arabic and English text."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol, cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ml.features.stopwords import STOPWORDS

BITS = 16
SIZE = 1 << BITS
RARITY = 1.5
"""Power of the inverse document frequency: rare terms, which name what a text is about, weigh more than usual."""
MAX_CHARACTERS = 20_000
MAX_WORD = 40
NOTHING = np.zeros(0, dtype=np.int64)
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670])*")
ARABIC = re.compile(r"[\u0620-\u064a]")
LETTERS = str.maketrans({0x649: 0x64A, 0x629: 0x647, 0x640: None, 0x671: 0x627})
"""Alef maksura to ya, ta marbuta to ha, no tatweel, wasla to alef."""
LANGUAGES = {"fr": "french", "ar": "arabic", "en": "english"}


class Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Text without case, accents, Arabic marks and tatweel, and with one form of alef, ya and ta marbuta."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(LETTERS)


@cache
def stemmer(language: str) -> Stemmer:
    """The Snowball stemmer of a language (https://snowballstem.org)."""
    import snowballstemmer

    return cast(Stemmer, snowballstemmer.stemmer(LANGUAGES[language]))


@lru_cache(maxsize=100_000)
def stem(folded: str, language: str) -> str:
    """Stem of a folded word; words in Arabic script always use the Arabic stemmer."""
    return stemmer("ar" if ARABIC.search(folded) else language).stemWord(folded)


class Token(NamedTuple):
    surface: str
    folded: str
    stem: str


def language_of(words: Sequence[str], fallback: str = "fr") -> str:
    """Language of folded words: Arabic by script, else by the most frequent stop words."""
    if sum(map(bool, map(ARABIC.search, words))) * 2 > len(words):
        return "ar"
    french = sum(map(STOPWORDS["fr"].__contains__, words))
    english = sum(map(STOPWORDS["en"].__contains__, words))
    if french == english:
        return fallback if fallback in ("fr", "en") else "fr"
    return "fr" if french > english else "en"


def folded_words(text: str) -> tuple[list[str], list[str]]:
    """Words of a text as written and folded, both cut to what is reasonable."""
    surfaces = [surface[:MAX_WORD] for surface in WORD.findall(text[:MAX_CHARACTERS])]
    return surfaces, list(map(fold, surfaces))


@lru_cache(maxsize=100_000)
def token(surface: str, language: str) -> Token | None:
    """A word with its stem; None for stop words and single letters."""
    folded = fold(surface)
    if len(folded) < 2 or folded in STOPWORDS[language]:
        return None
    return Token(surface, folded, stem(folded, language))


def tokens(text: str, language: str = "fr") -> tuple[Token, ...]:
    """Words of a text without stop words; `language` decides only when the text itself does not."""
    surfaces, folded = folded_words(text)
    spoken = language_of(folded, language)
    found = (token(surface, spoken) for surface in surfaces)
    return tuple(one for one in found if one is not None)


def bucket(term: str) -> int:
    """Stable hash of a term (CRC-32 cut to BITS); collisions of n-grams cost little at this size."""
    return zlib.crc32(term.encode()) & (SIZE - 1)


@lru_cache(maxsize=50_000)
def character_buckets(word: str) -> NDArray[np.int64]:
    padded = f" {word} "
    grams = (padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1))
    return np.array([bucket(gram) for gram in grams], dtype=np.int64)


@lru_cache(maxsize=100_000)
def word_bucket(term: str) -> int:
    return bucket(term)


class Counts(NamedTuple):
    """Sorted hashed terms of one text and how often each stands in it."""

    terms: NDArray[np.int64]
    times: NDArray[np.int64]


def count_terms(listed: Sequence[Token]) -> tuple[Counts, Counts]:
    """Hashed counts of stem 1-2-grams and of character 3-5-grams inside words."""
    stems = [one.stem for one in listed]
    words = [*map(word_bucket, stems), *(word_bucket(f"{a} {b}") for a, b in pairwise(stems))]
    characters = [character_buckets(one.folded) for one in listed]
    return _counts(np.array(words, dtype=np.int64)), _counts(np.concatenate([NOTHING, *characters]))


def _counts(terms: NDArray[np.int64]) -> Counts:
    found, times = np.unique(terms, return_counts=True)
    return Counts(found, times)


def paragraphs(text: str) -> tuple[str, ...]:
    """The text of an opening, one part per language, so that each language is compared on its own."""
    parts: dict[str, list[str]] = {}
    for line in text.splitlines():
        _, folded = folded_words(line)
        if folded:
            parts.setdefault(language_of(folded), []).append(line)
    return tuple("\n".join(parts[language]) for language in sorted(parts))


@dataclass(frozen=True, slots=True, eq=False)
class TextSpace:
    """Inverse document frequencies of hashed words and characters, each (SIZE,)."""

    words: NDArray[np.float32]
    characters: NDArray[np.float32]

    @classmethod
    def flat(cls) -> TextSpace:
        """A space in which every term weighs the same."""
        ones = np.ones(SIZE, dtype=np.float32)
        return cls(ones, ones)

    @classmethod
    def fit(cls, documents: Sequence[tuple[Counts, Counts]]) -> TextSpace:
        """Smoothed inverse document frequency as scikit-learn's TfidfTransformer, to the power RARITY."""
        frequencies = np.zeros((2, SIZE))
        for document in documents:
            for row, counts in zip(frequencies, document, strict=True):
                row[counts.terms] += 1
        idf = ((np.log((1 + len(documents)) / (1 + frequencies)) + 1) ** RARITY).astype(np.float32)
        return cls(idf[0], idf[1])

    def vectors(self, documents: Sequence[tuple[Counts, Counts]]) -> tuple[sp.csr_array, sp.csr_array]:
        """Unit-length TF-IDF rows with sublinear counts: words (n, SIZE) and characters (n, SIZE)."""
        return (
            _matrix([words for words, _ in documents], self.words),
            _matrix([characters for _, characters in documents], self.characters),
        )


def _matrix(counted: Sequence[Counts], idf: NDArray[np.float32]) -> sp.csr_array:
    pointers = np.cumsum([0, *(len(counts.terms) for counts in counted)])
    data = np.empty(pointers[-1])
    for row, counts in enumerate(counted):
        values = (1 + np.log(counts.times)) * idf[counts.terms]
        data[pointers[row] : pointers[row + 1]] = values / (math.sqrt(float(values @ values)) or 1.0)
    indices = np.concatenate([NOTHING, *(counts.terms for counts in counted)]).astype(np.int32)
    return sp.csr_array((data, indices, pointers), shape=(len(counted), SIZE))
