"""Names, addresses, numbers and days as people type them, read in one way by every form, command and service."""

import re
import unicodedata
from datetime import date

from email_validator import EmailNotValidError, validate_email

from app.core.clock import today
from app.core.errors import InvalidInput
from app.core.fold import visible_text
from app.core.i18n import N_

LONGEST_NAME = 80
NAME_MISSING = N_("Write your name.")
ADDRESS_WRONG = N_("Write an e-mail address, for example nom@exemple.ma.")


_SEPARATED = re.compile(r"(\d{1,2})(?:\s*[/.-]\s*|\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+)(\d{2}|\d{4})")
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
AHEAD = 20
"""A year of two digits is at most so many years away, else it is of the last century."""


def read_plain(text: str) -> str:
    """A number, date or code without hidden marks, with the digits 0-9 and plain spaces; line breaks stay."""
    return "".join(map(_plain, text)).strip()


def _plain(sign: str) -> str:
    if sign.isspace():
        return "\n" if sign == "\n" else " "
    if unicodedata.category(sign)[0] == "C":
        return ""
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


def read_whole(text: str, *, most: int) -> int | None:
    """A whole number from 0 to `most`, with or without spaces between its digits; None for anything else."""
    typed = read_plain(text).replace(" ", "")
    if not re.fullmatch(r"[0-9]{1,18}", typed) or int(typed) > most:
        return None
    return int(typed)


def read_words(text: str, *, most: int = 100) -> str:
    """Words to search for: one line without hidden marks, cut."""
    return " ".join(visible_text(text).split())[:most]


def read_day(text: str, *, field: str, years: range = range(1900, 2101)) -> date:
    """A day as typed: 31/12/2026, 31.12.2026, 31 12 2026, 31122026, 31/12/26 or 2026-12-31.

    Raises InvalidInput, in other words for a day that the calendar does not have and for a year outside `years`.
    """
    typed = read_plain(text)
    found = _SEPARATED.fullmatch(typed) or _TOGETHER.fullmatch(typed)
    if found:
        day, month, year = (int(part) for part in found.groups())
        if len(found[3]) == 2:
            year += 2000 if 2000 + year <= today().year + AHEAD else 1900
    elif found := _YEAR_FIRST.fullmatch(typed):
        day, month, year = (int(found[part]) for part in ("day", "month", "year"))
    else:
        raise InvalidInput(N_("Write a date like 31/12/2026."), field=field)
    if year not in years:
        raise InvalidInput(
            N_("Write a year between %(first)s and %(latest)s."), field=field, first=years[0], latest=years[-1]
        )
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidInput(N_("This day does not exist. Look at the day and the month."), field=field) from error


def read_name(text: str, *, field: str = "full_name", missing: str = NAME_MISSING) -> str:
    """One visible line of at most 80 characters, without control, direction and zero-width signs.

    Raises InvalidInput (`missing`) when nothing can be seen, or when it is longer.
    """
    name = " ".join(visible_text(text).split())
    if not name:
        raise InvalidInput(missing, field=field)
    if len(name) > LONGEST_NAME:
        raise InvalidInput(N_("Write a name of at most %(max)s characters."), field=field, max=LONGEST_NAME)
    return name


def read_address(text: str, *, field: str = "email") -> str:
    """An address as it is kept and sent to: lower case, the domain in its ASCII form (RFC 3492, “punycode”).

    A local part outside ASCII is refused: few servers carry it. Raises InvalidInput for what is no address.
    """
    try:
        found = validate_email(
            visible_text(text).strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,
            strict=True,
        )
    except EmailNotValidError as error:
        raise InvalidInput(ADDRESS_WRONG, field=field) from error
    return (found.ascii_email or found.normalized).lower()
