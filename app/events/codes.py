"""The code of a registration: random, unguessable, and short enough to be typed at a door."""

import secrets

ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"
LENGTH = 16


def new() -> str:
    """About 78 bits, without the letters and digits that look alike."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(typed: str) -> str:
    """What somebody typed or scanned, without hyphens, spaces and capitals."""
    return "".join(typed.split()).replace("-", "").lower()[:40]


def shown(code: str) -> str:
    """In groups of four, as it is read aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4)).upper()


def initials(name: str) -> str:
    """“N. B.” of “Nadia Bennani”, for who only checks a certificate."""
    return " ".join(f"{part[0].upper()}." for part in name.split()[:4])
