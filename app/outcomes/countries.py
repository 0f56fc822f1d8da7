"""Countries of customers as people list them: “France 12, Sénégal 3” → {FR: 12, SN: 3}."""

import re
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from app.core import i18n
from app.core.fold import fold
from app.core.typed import read_plain

_PART = re.compile(r"^(?P<name>.*?)\s*[:=(-]?\s*(?P<count>\d{1,7})?\s*\)?$")
_REGION = re.compile(r"[A-Z]{2}")
MOROCCO = "MA"


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Folded names in the three languages, and the codes themselves."""
    found: dict[str, str] = {}
    for language in i18n.LANGUAGES:
        for code, name in Locale(language).territories.items():
            if _REGION.fullmatch(code) and code not in ("EU", "UN", "EZ", "XA", "XB"):
                found[fold(name)] = code
                found[code.casefold()] = code
    found |= {"usa": "US", "etats unis": "US", "uk": "GB", "angleterre": "GB", "england": "GB", "emirats": "AE"}
    return found


def read(text: str) -> tuple[dict[str, int | None], list[str]]:
    """({code: customers, None where only the country is named}, what was not recognised)."""
    known: dict[str, int | None] = {}
    unread: list[str] = []
    for part in re.split(r"[,;،؛\n/]+", read_plain(text)):
        if not (part := part.strip(" .")):
            continue
        found = _PART.match(part)
        code = _names().get(fold(found["name"])) if found else None
        if found is None or code is None or code == MOROCCO:
            unread.append(part[:60])
        else:
            known[code] = int(found["count"]) if found["count"] else known.get(code)
    return known, unread


def shown(detail: Mapping[str, int | None] | None) -> str:
    """“France 12, Sénégal 3” in the reader's language."""
    names = Locale(i18n.language()).territories
    parts = [
        f"{names.get(code, code)} {i18n.number(count)}" if count is not None else str(names.get(code, code))
        for code, count in (detail or {}).items()
    ]
    return i18n.listed(parts)
