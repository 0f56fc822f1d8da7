"""Free text without what names somebody: the startup's own name, addresses and numbers to reach them."""

import re

REACH = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\+?\d[\d .()/-]{7,}\d",
    re.IGNORECASE,
)
"""Web addresses, mail addresses and phone-like numbers."""
SHORTEST = 3
"""A name of fewer letters is left: it would take common words with it."""


def masked(text: str, *names: str | None) -> str:
    """The text with a space where an address, a long number or one of the names stood, whatever its case."""
    found = REACH.sub(" ", text)
    for name in names:
        if name and len(name.strip()) >= SHORTEST:
            found = re.sub(rf"(?<!\w){re.escape(name.strip())}(?!\w)", " ", found, flags=re.IGNORECASE)
    return found
