"""One way to compare words: case, accents, Arabic marks and letter variants folded."""

import re
import unicodedata

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})


def fold(text: str) -> str:
    """Lower case, without marks, Arabic letter variants joined, white space single."""
    text = text.translate(_ARABIC)  # before NFKD, which would split hamza forms into letter and mark
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.translate(_ARABIC).split())


_JOINERS = "\u200c\u200d"  # they shape Persian and Arabic words, and emoji
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that show nothing
_ENDS = re.compile(rf"^[\s{_JOINERS}]+|[\s{_JOINERS}]+$")


def visible_text(text: str) -> str:
    """One line without control, zero-width and direction characters; empty when nothing can be seen."""
    spaced = "".join(" " if c.isspace() else c for c in text)
    kept = (c for c in spaced if c in _JOINERS or (c not in _BLANK and unicodedata.category(c)[0] != "C"))
    shown = _ENDS.sub("", "".join(kept))
    return shown if any(unicodedata.category(c)[0] in "LNPS" for c in shown) else ""
