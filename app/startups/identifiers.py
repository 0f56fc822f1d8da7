"""ICE, telephone and web address: read as people type them, checked, shown."""

import re
from dataclasses import dataclass
from urllib.parse import urlparse

import phonenumbers
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength
from stdnum.ma import ice as stdnum_ice

from app.core.i18n import N_
from app.core.typed import read_plain


@dataclass(frozen=True, slots=True)
class Reading:
    """How a number was understood, and a warning that never blocks."""

    value: str
    warning: str | None = None


def read_ice(text: str) -> Reading:
    """15 digits: 9 company, 4 establishment, 2 check (whole number mod 97 = 0). Warns, never blocks."""
    compact = re.sub(r"[\s.\-]", "", read_plain(text))
    try:
        stdnum_ice.validate(compact)
    except (InvalidFormat, InvalidLength):
        return Reading(compact, N_("An ICE has 15 digits. You can send it like this and correct it later."))
    except InvalidChecksum:
        return Reading(compact, N_("This ICE may contain a slip: its check digits do not fit. You can still go on."))
    return Reading(compact)


def show_ice(value: str) -> str:
    """“001 234 567 0000 89” in groups that can be read aloud."""
    if len(value) != 15:
        return value
    return f"{value[:3]} {value[3:6]} {value[6:9]} {value[9:13]} {value[13:]}"


def read_phone(text: str) -> str | None:
    """International form (E.164) of a Moroccan or foreign number; None if it cannot be one."""
    try:
        number = phonenumbers.parse(read_plain(text), "MA")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value, "MA")
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def read_url(text: str) -> str | None:
    """The address with its scheme; None if it is not a web address."""
    text = read_plain(text)
    if "://" not in text:
        text = "https://" + text
    try:
        parts = urlparse(text)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if port == 0:
        return None
    if parts.scheme not in ("http", "https") or "." not in host or " " in text or host.startswith("."):
        return None
    return text


LONGEST_NUMBER = 25
_NUMBER = re.compile(r"^\d{1,3}(?:[ .,\u00a0\u202f'’]\d{3})+$|^\d+$")


def read_amount(text: str) -> int | None:
    """A whole number as typed in Morocco: “250 000”, “250.000”, “250,000”, “٢٥٠”; None otherwise."""
    text = read_plain(text)
    text = re.sub(r"\s*(mad|dh|dhs|درهم)\.?$", "", text, flags=re.IGNORECASE)
    if len(text) > LONGEST_NUMBER or not _NUMBER.match(text):
        return None
    return int(re.sub(r"\D", "", text))
