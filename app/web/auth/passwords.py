"""Which passwords are taken: 10 to 128 signs, and none of those that are tried first."""

from typing import Any

from flask_babel import gettext as _
from flask_security import PasswordUtil

from app.core.i18n import N_
from app.web.forms import AT_MOST

SHORTEST, LONGEST = 10, 128
JUDGED = 64
"""So many signs are looked at: guessing at more of them takes long, and nobody tries a common password that long."""
SAFE = 2
"""zxcvbn's own scale of 0 to 4: below, a few million tries find it."""
COMMON = N_("This password is among the first that are tried. Choose another, for example four words.")


class Passwords(PasswordUtil):  # type: ignore[misc]
    """Judges new passwords for the sign-in library."""

    def validate(self, password: str, is_register: bool, **about: Any) -> tuple[list[str] | None, str]:
        """(what is wrong, or None; the password as it is hashed)."""
        normalized = str(self.normalize(password))
        if len(normalized) > LONGEST:
            return [_(AT_MOST, max=LONGEST)], normalized
        problems, _same = super().validate(password, is_register, **about)
        if not problems and is_common(normalized, _known_words(about)):
            problems = [_(COMMON)]
        return problems, normalized


def is_common(password: str, words: list[str]) -> bool:
    """Whether lists of used passwords, keyboard rows, dates or these words lead to it quickly."""
    from zxcvbn import zxcvbn  # its lists take a moment to read, and most processes judge no password

    return bool(zxcvbn(password[:JUDGED], user_inputs=words)["score"] < SAFE)


def _known_words(about: dict[str, Any]) -> list[str]:
    """What a guesser knows of the person: address and name."""
    user = about.get("user")
    texts = [user.email, user.full_name] if user else [about.get("email"), about.get("full_name")]
    words = [word for text in texts if text for word in (text, text.partition("@")[0])]
    return words + [part for text in words for part in text.replace("@", " ").replace(".", " ").split()]
