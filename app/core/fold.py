"""One way to compare words: case, accents, Arabic marks and letter variants folded."""

import unicodedata

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})


def fold(text: str) -> str:
    """Lower case, without marks, Arabic letter variants joined, white space single."""
    text = text.translate(_ARABIC)  # before NFKD, which would split hamza forms into letter and mark
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.translate(_ARABIC).split())
