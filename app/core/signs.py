"""Which signs a document can show, judged by the character maps of its fonts before anything is drawn."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from anyascii import anyascii
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "templates" / "pdf" / "fonts"
TEXT_FONTS = ("IBMPlexSans", "WijhaArabic", "NotoSansTifinagh")
FALLBACK_FONTS = ("WijhaCJK", "WijhaSymbols")
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"
_EMOJI_MARKS = {"\u200d", "\ufe0f", "\u20e3", *map(chr, range(0x1F3FB, 0x1F400))}


@lru_cache(maxsize=1)
def _coverage() -> dict[str, frozenset[str]]:
    """The characters of each family: those that all its weights have."""
    found: dict[str, frozenset[str]] = {}
    for family in TEXT_FONTS + FALLBACK_FONTS:
        for path in sorted(FONTS.glob(f"{family}[_-]*.ttf")):
            with TTFont(path, lazy=True) as font:
                characters = frozenset(map(chr, font.getBestCmap()))
            found[family] = found.get(family, characters) & characters
    return found


def keep_shown(text: str) -> str:
    """The text without the signs that no font of ours has, and nothing else changed.

    Control, format, private and unassigned characters are never shown; line ends stay and other spaces become plain
    ones where a font lacks them. Isolates stay in pairs: they keep the order of two scripts. An emoji is left out
    with all the signs it is made of.
    """
    if text.isascii() and text.isprintable():
        return text
    paired, parts, position = _paired_isolates(text), [], 0
    while position < len(text):
        end = position + 1
        while end < len(text) and unicodedata.category(text[end])[0] == "M" and text[end] not in _EMOJI_MARKS:
            end += 1
        before, after = text[position - 1 : position], text[end : end + 1]
        cluster = text[position:end]
        if position in paired:
            parts.append(cluster)
        else:
            parts.append(_keep_cluster(cluster, in_emoji=not _EMOJI_MARKS.isdisjoint({before, after})))
        position = end
    return "".join(parts)


def spell_name(text: str) -> str:
    """A name as a document shows it: never blank, in Latin letters or in words where no sign of it can be shown."""
    shown = keep_shown(text)
    if _is_seen(shown) or not text.strip():
        return shown
    latin = keep_shown(anyascii("".join(sign for sign in text if unicodedata.category(sign)[0] in "LN")))
    if _is_seen(latin):
        return latin
    told = [sign for sign in text if unicodedata.category(sign)[0] not in "MZC"] or list(text.strip())
    return " ".join(unicodedata.name(sign, f"U+{ord(sign):04X}").capitalize() for sign in told)


def keep_shown_values(value: Any) -> Any:
    """The same for each text of nested mappings and lists."""
    if isinstance(value, str):
        return keep_shown(value)
    if isinstance(value, Mapping):
        return {key: keep_shown_values(one) for key, one in value.items()}
    return [keep_shown_values(one) for one in value] if isinstance(value, list | tuple) else value


def _is_seen(text: str) -> bool:
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in text)


def _paired_isolates(text: str) -> set[int]:
    """Where isolates stand that open and close within one line."""
    opened, paired = [], set()
    for position, sign in enumerate(text):
        if sign in _OPENING:
            opened.append(position)
        elif sign in "\r\n":
            opened.clear()
        elif sign == _CLOSING and opened:
            paired |= {opened.pop(), position}
    return paired


def _keep_cluster(cluster: str, *, in_emoji: bool) -> str:
    """A sign with the marks on it, as far as one font has them together."""
    if cluster == "\n":
        return cluster
    if cluster[0].isspace():
        return cluster if any(cluster in known for known in _coverage().values()) else " "
    if unicodedata.category(cluster[0])[0] == "C":
        return ""
    families = TEXT_FONTS if in_emoji else TEXT_FONTS + FALLBACK_FONTS
    for spelled in (cluster, unicodedata.normalize("NFC", cluster)):
        if any(set(spelled) <= _coverage()[family] for family in families):
            return spelled
    known = next((_coverage()[family] for family in families if cluster[0] in _coverage()[family]), frozenset[str]())
    return "".join(sign for sign in cluster if sign in known)
