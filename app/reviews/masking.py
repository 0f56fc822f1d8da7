"""What a blind reviewer may not read in free text: names of the startup and of its members, and their addresses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.applications.models import Application
from app.core.fold import fold
from app.startups import queries as startups

LEGAL_FORMS = frozenset({"sarl", "sarlau", "au", "sa", "sas", "sasu", "snc", "ste", "societe", "شركه", "ش", "م"})
PARTICLES = frozenset({"abd", "ait", "aux", "ben", "bent", "bin", "bint", "bou", "des", "din", "the", "von", "الدين"})
INSIDE = 6
"""From so many letters on, a name is found inside longer words too."""


@dataclass(frozen=True, slots=True)
class Mask:
    """`whole` are names found with any spacing, case and accents; `words` count as separate words only; `hosts` are
    web domains. All folded (app.core.fold)."""

    whole: frozenset[str]
    words: frozenset[str]
    hosts: frozenset[str]

    def hide(self, text: str, instead: str) -> str:
        """The text with each of these, and each mail or web address, replaced by `instead`."""
        spans = [match.span() for match in re.finditer(r"\S+", text) if self._is_address(match[0].lower())]
        letters, places = _letters(text)
        for name in self.whole | self.words:
            inside = len(name) >= INSIDE and name in self.whole
            spans += list(_found(name, text, letters, places, inside=inside))
        return _replaced(text, spans, instead)

    def _is_address(self, word: str) -> bool:
        mail = "@" in word and "." in word.rpartition("@")[2]
        return mail or "://" in word or "www." in word or any(host in word for host in self.hosts)


def _letters(text: str) -> tuple[str, list[int]]:
    """The folded letters and digits of a text, without anything between them, and where each stood."""
    pairs = [(letter, place) for place, sign in enumerate(text) for letter in fold(sign) if letter.isalnum()]
    return "".join(letter for letter, _ in pairs), [place for _, place in pairs]


def _found(name: str, text: str, letters: str, places: list[int], *, inside: bool) -> Iterator[tuple[int, int]]:
    start = letters.find(name)
    while start >= 0:
        first, last = places[start], places[start + len(name) - 1]
        before, after = text[:first], text[last + 1 :]
        arabic = "\u0600" <= text[first] <= "\u06ff"  # its prefixes (and, by, for, the) are written onto the word
        alone = (arabic or not before[-1:].isalnum()) and not after[:1].isalnum()
        if inside:
            first -= len(before) - len(before.rstrip(_word(before)))
            last += len(after) - len(after.lstrip(_word(after)))
        if inside or alone:
            yield first, last + 1
        start = letters.find(name, start + 1)


def _word(text: str) -> str:
    """The letters and digits that occur in a text."""
    return "".join({sign for sign in text if sign.isalnum()}) or "\0"


def _replaced(text: str, spans: Iterable[tuple[int, int]], instead: str) -> str:
    parts, end = [], 0
    for first, last in sorted(spans):
        if first >= end:
            parts += [text[end:first], instead]
        end = max(end, last)
    return "".join([*parts, text[end:]])


def _compact(name: str) -> str:
    return _letters(name)[0]


def _startup_names(names: Iterable[str]) -> Iterator[str]:
    """Each name, and the name without what says its legal form."""
    for name in names:
        words = fold(re.sub(r"[.'’]", "", name)).split()
        yield _compact(name)
        yield _compact("".join(word for word in words if word not in LEGAL_FORMS))


def mask_for(application: Application, answered: Iterable[str], addresses: Iterable[str]) -> Mask:
    """What identifies a file: its startup's name as kept and as `answered`, its web `addresses`, its members."""
    startup = startups.get(application.startup_id)
    people = [member.person for member in startups.members(startup.id)]
    names = frozenset(name for name in _startup_names((startup.name, *answered)) if len(name) > 1)
    parts = (part for person in people for part in re.split(r"[\s\-’']+", person.full_name))
    words = (_compact(part) for part in parts)
    hosts = (urlsplit(one if "//" in one else f"//{one}").hostname or "" for one in (startup.website or "", *addresses))
    return Mask(
        whole=names | {_compact(person.full_name) for person in people if len(_compact(person.full_name)) > INSIDE},
        words=frozenset(word for word in words if len(word) > 2 and word not in PARTICLES),
        hosts=frozenset(host.removeprefix("www.") for host in hosts if "." in host),
    )
