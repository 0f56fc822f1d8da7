"""Languages, direction, Moroccan formats and bidi isolation; no framework."""

import gettext
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from app.core.clock import MOROCCO

LANGUAGES = ("fr", "ar", "en")
LOCALES = {"fr": "fr_MA", "ar": "ar_MA", "en": "en_GB"}
NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}
_language: ContextVar[str] = ContextVar("language", default="fr")


TRANSLATIONS = Path(__file__).parent.parent / "translations"


@lru_cache(maxsize=8)
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("messages", TRANSLATIONS, languages=[code], fallback=True)


def translate(message: str, code: str | None = None) -> str:
    """A marked text in a reader's language, outside a request (mail, documents, exports)."""
    return _catalogue(code or language()).gettext(message)


def translate_count(one: str, many: str, count: float, **values: object) -> str:
    """A marked pair of texts for a number, as `ngettext` marks it; %(num)s is filled in the reader's format.

    A fraction takes the form of its whole part. `values` fill other placeholders.
    """
    return _catalogue(language()).ngettext(one, many, int(count)) % {"num": number(count), **values}


def ngettext(one: str, many: str, count: int) -> tuple[str, str, int]:
    """Mark a pair of texts where they are written, for `translate_count(*…)`."""
    return one, many, count


def N_(message: str) -> str:
    """Mark a text for translation where it is written; the border that shows it translates."""
    return message


def language() -> str:
    """The language of the reader: fr, ar or en."""
    return _language.get()


def set_language(code: str) -> None:
    _language.set(code if code in LANGUAGES else "fr")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use another reader's language for a while (mail, documents)."""
    token = _language.set(code if code in LANGUAGES else "fr")
    try:
        yield
    finally:
        _language.reset(token)


def direction(code: str | None = None) -> str:
    return "rtl" if (code or language()) == "ar" else "ltr"


def localized(texts: Mapping[str, str] | None, code: str | None = None) -> str:
    """The text of a {fr, ar, en} mapping in the reader's language, else French, else any."""
    if not texts:
        return ""
    return texts.get(code or language()) or texts.get("fr") or next(iter(texts.values()), "")


_SIGNED = re.compile(r"[+−]?\d[\d.,/–-]*%?")


def isolate(text: str) -> str:
    """In Arabic, keep signed numbers, percentages and “09-08” in reading order (U+2066 … U+2069)."""
    if language() != "ar":
        return text
    return _SIGNED.sub(lambda m: f"\u2066{m[0]}\u2069" if re.search(r"[+−%–/-]", m[0]) else m[0], text)


def listed(parts: Iterable[str]) -> str:
    """“a, b”, with the comma of the reader's language."""
    return ("، " if language() == "ar" else ", ").join(parts)


def number(value: float | int) -> str:
    """Thousands are set apart by a space in French and in Arabic: “1.360” would be read as a fraction."""
    text = format_decimal(value, locale=LOCALES[language()])
    return text.replace(".", "\u202f") if language() == "ar" else text


def percent(value: float, digits: int = 0) -> str:
    """`value` is a share, 0 to 1; `digits` of a percent are shown where there are any."""
    locale = LOCALES[language()]
    pattern = Locale.parse(locale).percent_formats[None].pattern.replace("#,##0", "#,##0." + "#" * digits)
    text = format_percent(value, pattern if digits else None, locale=locale)
    return isolate(text.replace("\u200e", "").replace("\u200f", ""))


def money(value: int) -> str:
    """Integer dirhams."""
    if language() == "en":
        return f"MAD\u00a0{number(value)}"
    return f"{number(value)}\u00a0{'درهم' if language() == 'ar' else 'MAD'}"


def file_size(size: int) -> str:
    """Bytes as people read them: “87 ko”, “1,4 Mo”; the smallest file has 1 ko, never 0."""
    large = size >= 1024 * 1024
    value = round(size / (1024 * 1024), 1) if large else max(round(size / 1024), 1)
    return format_unit(value, f"digital-{'megabyte' if large else 'kilobyte'}", "short", locale=LOCALES[language()])


def _local(moment: datetime | date) -> date:
    return moment.astimezone(MOROCCO).date() if isinstance(moment, datetime) else moment


def long_date(moment: datetime | date) -> str:
    """“1er décembre 2026”, “22 نونبر 2026”, “22 November 2026”."""
    day = _local(moment)
    text = format_date(day, "d MMMM y", locale=LOCALES[language()])
    return f"1er{text[1:]}" if language() == "fr" and day.day == 1 else text


def short_date(moment: datetime | date) -> str:
    return format_date(_local(moment), "dd/MM/y", locale=LOCALES[language()])


def month(moment: datetime | date) -> str:
    return format_date(_local(moment), "MMM", locale="fr" if language() == "fr" else LOCALES[language()]).rstrip(".")


def month_year(moment: datetime | date) -> str:
    """“mars 2027”."""
    return format_date(_local(moment), "MMMM y", locale=LOCALES[language()])


def clock_time(moment: datetime) -> str:
    """“14 h 32” in French, “14:32” elsewhere; Moroccan time."""
    local = moment.astimezone(MOROCCO)
    return format_time(local.time(), "H 'h' mm" if language() == "fr" else "HH:mm", locale=LOCALES[language()])
