"""A draw anybody can repeat: the order follows from the seed and the keys alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def draw(seed: str, keys: Iterable[str]) -> list[str]:
    """The keys in the order of the SHA-256 of “seed|key”."""
    return sorted(keys, key=lambda key: (digest(seed, key), key))


def ticket(seed: str, key: str) -> float:
    """The number (0 to 1) that a key draws under a seed."""
    return int(digest(seed, key)[:13], 16) / 16**13


def digest(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}|{key}".encode()).hexdigest()
