"""Amounts as people type them in Morocco, read back as understood: “1.360”, “1,5 MDH”, “250 kDH”, «مليون درهم»."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.core import i18n
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.core.typed import read_plain
from app.outcomes.measures import LARGEST_AMOUNT

LONGEST = 60
MICRO = 1_000_000
_ARABIC = str.maketrans({"٫": ",", "٬": ".", "،": ",", "−": "-", "–": "-", "’": "'", "\u00a0": " ", "\u202f": " "})
_DIRHAM = r"(?:dirhams?|dhs?|mad|drh|د\.?م\.?|دراهم|درهما|درهم)"
_UNITS: tuple[tuple[re.Pattern[str], int, str], ...] = tuple(
    (re.compile(pattern + r"\.?$", re.IGNORECASE), worth, seen)
    for pattern, worth, seen in (
        (rf"(?:m\s?dhs?|m\s?mad|m\s{_DIRHAM}|millions?\s(?:de\s|d')?{_DIRHAM}|(?:مليون|ملايين)\s{_DIRHAM})",
         MICRO, "MDH"),
        (r"(?:millions?|مليون|ملايين|m)", MICRO, "million"),
        (rf"(?:k\s?dhs?|k\s?mad|k\s{_DIRHAM}|mille\s{_DIRHAM}|thousand\s{_DIRHAM}|(?:ألف|الف|آلاف)\s{_DIRHAM}"
         r"|k|mille|thousand|ألف|الف|آلاف)", 1000, "kDH"),
        (_DIRHAM, 1, "DH"),
    )
)  # fmt: skip
_BEFORE = re.compile(rf"^{_DIRHAM}(?=[\s\d])", re.IGNORECASE)
_FOREIGN = re.compile(
    r"[€$£]|(?<![^\W\d_])(?:eur|euros?|usd|dollars?|gbp|aed|xof|f?cfa|يورو|أورو|دولار)(?![^\W\d_])", re.IGNORECASE
)
SIGNS: dict[str, tuple[str, ...]] = {
    "EUR": ("€", "eur", "euro", "euros", "يورو", "أورو"), "USD": ("$", "usd", "dollar", "dollars", "دولار"),
    "GBP": ("£", "gbp"), "AED": ("aed",), "XOF": ("xof", "cfa", "fcfa"),
}  # fmt: skip
_AT = re.compile(rf"(?P<amount>.+?)\s*(?:à|a|at|@|x|×|ب|بسعر)\s*(?P<rate>\d[\d.,]*)(?:\s*{_DIRHAM})?", re.IGNORECASE)
_CENTIMES = re.compile(r"centimes?|سنتيم|milliards?|مليار|ملايير", re.IGNORECASE)
_WHOLE = re.compile(r"\d{1,3}(?:[ ']\d{3})+|\d+")
_DECIMAL = re.compile(r"(?P<whole>\d{1,3}(?:[ ']\d{3})+|\d+)(?P<mark>[.,])(?P<rest>\d+)")
_GROUPED = re.compile(r"\d{1,3}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})")
_BOTH = re.compile(r"(?P<whole>\d{1,3}(?:(?:\.\d{3})+(?=,)|(?:,\d{3})+(?=\.)))[.,](?P<rest>\d+)")
_NOT_READ = N_("Write an amount in digits, for example 250 000 or 1,5 MDH.")


@dataclass(frozen=True, slots=True)
class Amount:
    """What was understood: whole dirhams (or whole units of another currency), the unit that was seen, the other
    possible reading if there is one, and whether centimes were rounded. Of an amount in another currency, its units
    and the dirhams for one of them, in millionths."""

    dirhams: int
    unit: str = ""
    other: int | None = None
    rounded: bool = False
    currency: str = "MAD"
    foreign_amount: int | None = None
    rate_micro: int | None = None


def read_money(text: str, *, field: str | None = None) -> Amount:
    """An amount in dirhams, or in another currency with its rate: “25 000 EUR à 10,85”.

    Raises InvalidInput with advice about `field`; never guesses a decimal without a unit.
    """
    cleaned = _clean(text, field)
    if sign := _FOREIGN.search(cleaned):
        return _with_rate(cleaned, _currency(sign[0]), field)
    number, worth, unit = _unit(_BEFORE.sub("", cleaned).strip())
    return _amount(number, worth, unit, field)


def _currency(sign: str) -> str:
    return next(code for code, signs in SIGNS.items() if sign.casefold() in signs)


def _with_rate(cleaned: str, currency: str, field: str | None) -> Amount:
    """“25 000 EUR à 10,85”: whole units of the currency, and the dirhams for one."""
    found = _AT.fullmatch(cleaned)
    if found is None:
        advice = N_("Write dirhams, or the amount and its rate, for example 25 000 %(currency)s at 10,85.")
        raise InvalidInput(advice, field=field, currency=currency)
    units = read_foreign(_FOREIGN.sub(" ", found["amount"]), currency, field=field)
    rate = read_rate(found["rate"], field=field)
    dirhams = to_dirhams(units.dirhams, rate)
    if dirhams > LARGEST_AMOUNT:
        raise InvalidInput(N_("Write %(most)s or less."), field=field, most=i18n.number(LARGEST_AMOUNT))
    return Amount(dirhams, currency=currency, foreign_amount=units.dirhams, rate_micro=rate)


def read_foreign(text: str, currency: str, *, field: str | None = None) -> Amount:
    """An amount in another currency, in whole units of it; `dirhams` then means those units."""
    cleaned = _clean(text, field)
    number = re.sub(rf"\s*(?:{re.escape(currency)}|[€$£])\s*", "", cleaned, flags=re.IGNORECASE)
    number, worth, unit = _unit(number.strip())
    if unit in ("DH", "MDH"):
        raise InvalidInput(N_("Choose dirhams as the currency, or write the amount without “DH”."), field=field)
    return _amount(number, worth, unit, field)


def read_rate(text: str, *, field: str | None = None) -> int:
    """Dirhams for one unit of a currency, in millionths: “10,85” → 10 850 000."""
    cleaned = _clean(text, field)
    if not re.fullmatch(r"\d{1,5}(?:[.,]\d{1,6})?", cleaned) or not (rate := Decimal(cleaned.replace(",", "."))):
        raise InvalidInput(N_("Write how many dirhams one unit is worth, for example 10,85."), field=field)
    return int(rate * MICRO)


def to_dirhams(units: int, rate_micro: int) -> int:
    """A foreign amount in whole dirhams; half a dirham is rounded up."""
    return (units * rate_micro + MICRO // 2) // MICRO


def read_count(text: str, *, most: int, field: str | None = None) -> int:
    """A whole number: people, patents, customers."""
    cleaned = _clean(text, field)
    if _WHOLE.fullmatch(cleaned) or re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", cleaned):
        found = int(re.sub(r"\D", "", cleaned))
        if found > most:
            raise InvalidInput(N_("Write %(most)s or less."), field=field, most=i18n.number(most))
        return found
    raise InvalidInput(N_("Write a whole number, for example 12."), field=field)


def _clean(text: str, field: str | None) -> str:
    """Latin digits, plain spaces, nothing invisible. Refuses what is empty, negative or endless."""
    cleaned = " ".join(read_plain(text).translate(_ARABIC).split())
    if not cleaned:
        raise InvalidInput(N_("Write a number."), field=field)
    if re.search(r"^\(?\s*-|^\(\s*\d.*\)$|\d\s*-$", cleaned):
        raise InvalidInput(N_("Write the number without a minus sign."), field=field)
    if len(cleaned) > LONGEST:
        raise InvalidInput(_NOT_READ, field=field)
    if _CENTIMES.search(cleaned):
        raise InvalidInput(N_("Count in dirhams, not in centimes, for example 250 000 or 1,5 MDH."), field=field)
    return cleaned


def _unit(cleaned: str) -> tuple[str, int, str]:
    """(number, worth of its unit in dirhams, unit seen)."""
    for pattern, worth, seen in _UNITS:
        if found := pattern.search(cleaned):
            number = cleaned[: found.start()].strip()
            alone = not number and re.match(r"mill|thou|مل|ألف|الف", found[0], re.IGNORECASE)
            return "1" if alone else number, worth, seen
    return cleaned, 1, ""


def _amount(number: str, worth: int, unit: str, field: str | None) -> Amount:
    value, other = _number(number, worth, unit, field)
    exact = value * worth
    if exact > LARGEST_AMOUNT:
        raise InvalidInput(N_("Write %(most)s or less."), field=field, most=i18n.number(LARGEST_AMOUNT))
    dirhams = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if unit == "million" and other is None:
        other = Decimal(dirhams // 100)  # “un million” often counts centimes
    elif other is not None:
        other *= worth
    kept = int(other) if other is not None and other <= LARGEST_AMOUNT else None
    return Amount(dirhams, unit, kept, rounded=exact != dirhams)


def _number(text: str, worth: int, unit: str, field: str | None) -> tuple[Decimal, Decimal | None]:
    """The number, and what else it might be. A mark before three digits groups thousands, unless a unit follows."""
    if _WHOLE.fullmatch(text) or _GROUPED.fullmatch(text):
        return Decimal(re.sub(r"\D", "", text)), None
    found = _BOTH.fullmatch(text) or _DECIMAL.fullmatch(text)
    if found is None:
        raise InvalidInput(_NOT_READ, field=field)
    whole, rest = re.sub(r"\D", "", found["whole"]), found["rest"]
    decimal = Decimal(f"{whole}.{rest[:9]}")
    simple = found.re is _DECIMAL and len(rest) == 3 and len(found["whole"]) <= 3 and not whole.startswith("0")
    if simple:
        grouped = Decimal(whole + rest)
        return (grouped, None) if worth == 1 else (decimal, grouped)
    if worth == 1 and not (rest == "00" or (unit == "DH" and len(rest) == 2)):
        advice = N_("Add the unit, for example %(typed)s MDH, or write whole dirhams, for example 250 000.")
        raise InvalidInput(advice, field=field, typed=text[:20])
    return decimal, None


def in_millions(dirhams: int) -> str:
    """“1,36 MDH”; empty below a million."""
    if dirhams < MICRO:
        return ""
    return i18n.translate(N_("%(number)s MDH")) % {"number": i18n.number(float(Decimal(dirhams) / MICRO))}


def sentence(amount: Amount) -> str:
    """How it was read, for the reader: “Read as 1 360 000 dirhams (1,36 MDH).”"""
    if amount.foreign_amount is not None:
        text = N_("Read as %(units)s %(currency)s, that is %(dirhams)s, rounded to the dirham.")
        units = i18n.number(amount.foreign_amount)
        return i18n.translate(text) % {"units": units, "currency": amount.currency, "dirhams": words(amount.dirhams)}
    if amount.rounded:
        return i18n.translate(N_("Read as %(money)s, rounded to the dirham.")) % {"money": words(amount.dirhams)}
    if amount.other is not None:
        text = N_("Read as %(money)s. If you mean %(other)s, write all its digits.")
        return i18n.translate(text) % {"money": words(amount.dirhams), "other": words(amount.other)}
    return i18n.translate(N_("Read as %(money)s.")) % {"money": words(amount.dirhams)}


def words(dirhams: int) -> str:
    """“1 360 000 dirhams (1,36 MDH)”."""
    plain = i18n.translate_count(*i18n.ngettext("%(num)s dirham", "%(num)s dirhams", dirhams))
    return f"{plain} ({large})" if (large := in_millions(dirhams)) else plain
