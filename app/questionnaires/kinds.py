"""Registry of question kinds: how each is read from a form, checked, and shown as text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlparse

from app.core import i18n
from app.core.clock import today
from app.core.errors import InvalidInput
from app.core.fold import visible_text
from app.core.i18n import N_
from app.core.typed import read_address, read_day, read_plain
from app.questionnaires.definition import QuestionSpec
from app.startups import identifiers

LONGEST_KEPT = 20_000
SMALL = 10_000
PAST = frozenset({"founding_date"})
Read = Callable[[QuestionSpec, Sequence[str]], Any]
Show = Callable[[QuestionSpec, Any], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """`read` turns posted strings into a value (None when empty) or raises InvalidInput."""

    read: Read
    show: Show


def _first(raw: Sequence[str]) -> str:
    return read_plain(raw[0]) if raw else ""


def _text(question: QuestionSpec, raw: Sequence[str]) -> str | None:
    """A text longer than allowed is kept too: nothing typed is lost, and sending asks to shorten it."""
    text = (raw[0] if raw else "").strip().replace("\r\n", "\n").replace("\x00", "")
    seen = visible_text(text)
    if not seen:
        return None
    return (seen if question.kind == "text" else text)[:LONGEST_KEPT]


def _whole(question: QuestionSpec, raw: Sequence[str]) -> int | None:
    text = _first(raw)
    if not text:
        return None
    value = identifiers.read_amount(text)
    if value is None:
        small = question.maximum is not None and question.maximum <= SMALL
        advice = N_("Write a whole number.") if small else N_("Write a whole number, for example 250 000.")
        raise InvalidInput(advice, field=question.key)
    if question.minimum is not None and value < question.minimum:
        raise InvalidInput(N_("Write %(least)s or more."), field=question.key, least=i18n.number(question.minimum))
    most = question.maximum if question.maximum is not None else 10**13
    if value > most:
        raise InvalidInput(N_("Write %(most)s or less."), field=question.key, most=i18n.number(most))
    return value


def _choice(question: QuestionSpec, raw: Sequence[str]) -> str | None:
    key = _first(raw)
    if not key:
        return None
    if question.option(key) is None:
        raise InvalidInput(N_("Choose one of the answers in the list."), field=question.key)
    return key


def _choices(question: QuestionSpec, raw: Sequence[str]) -> list[str] | None:
    chosen = {key.strip() for key in raw if key.strip()}
    if not chosen:
        return None
    if unknown := chosen - {option.key for option in question.options}:
        raise InvalidInput(N_("Choose among the answers in the list."), field=question.key, unknown=sorted(unknown))
    if question.maximum and len(chosen) > question.maximum:
        raise InvalidInput(N_("Choose at most %(most)s."), field=question.key, most=question.maximum)
    return [option.key for option in question.options if option.key in chosen]


def _keyed(question: QuestionSpec, raw: Sequence[str]) -> str | None:
    """A key of the catalogue (region, programme); the page offers the list, the service checks it."""
    return _first(raw)[:60] or None


def _keys(question: QuestionSpec, raw: Sequence[str]) -> list[str] | None:
    keys = list(dict.fromkeys(key.strip()[:60] for key in raw if key.strip()))
    most = question.maximum or 3
    if len(keys) > most:
        raise InvalidInput(N_("Choose at most %(most)s."), field=question.key, most=most)
    return keys or None


def _date(question: QuestionSpec, raw: Sequence[str]) -> str | None:
    text = _first(raw)
    if not text:
        return None
    found = read_day(text, field=question.key)
    if question.key in PAST and found > today():
        raise InvalidInput(N_("Write a date that is not in the future."), field=question.key)
    return found.isoformat()


def _phone(question: QuestionSpec, raw: Sequence[str]) -> str | None:
    text = _first(raw)
    if not text:
        return None
    number = identifiers.read_phone(text)
    if number is None:
        raise InvalidInput(
            N_("Write a telephone number, for example 06 12 34 56 78, or +33 6 12 34 56 78 from abroad."),
            field=question.key,
        )
    return number


def _url(question: QuestionSpec, raw: Sequence[str]) -> str | None:
    text = _first(raw)
    if not text:
        return None
    address = identifiers.read_url(text)
    if (
        address is None or "@" in urlparse(address).netloc or len(address) > 300
    ):  # an e-mail address, or a name with a password
        raise InvalidInput(N_("Write a web address, for example www.exemple.ma."), field=question.key)
    return address


def _email(question: QuestionSpec, raw: Sequence[str]) -> str | None:
    text = _first(raw)
    if not text:
        return None
    return read_address(text, field=question.key)


def _ice(question: QuestionSpec, raw: Sequence[str]) -> str | None:
    text = _first(raw)
    return identifiers.read_ice(text).value[:20] or None if text else None


def _rc(question: QuestionSpec, raw: Sequence[str]) -> dict[str, str] | None:
    """Number and court, posted as two values in this order."""
    values = [read_plain(value)[:80] for value in raw]
    number, court = (values[0] if values else ""), (values[1] if len(values) > 1 else "")
    if not number and not court:
        return None
    return {"number": number, "court": court}


def _file(question: QuestionSpec, raw: Sequence[str]) -> Any:
    raise InvalidInput(N_("Add the file on its own page."), field=question.key)


def _label(question: QuestionSpec, value: Any) -> str:
    option = question.option(str(value))
    return i18n.localized(option.label) if option else str(value)


KINDS: dict[str, Kind] = {
    "text": Kind(_text, lambda q, v: str(v)),
    "long_text": Kind(_text, lambda q, v: str(v)),
    "integer": Kind(_whole, lambda q, v: i18n.number(v)),
    "money": Kind(_whole, lambda q, v: i18n.money(v)),
    "choice": Kind(_choice, _label),
    "multi_choice": Kind(_choices, lambda q, v: (" · ").join(_label(q, key) for key in v)),
    "date": Kind(_date, lambda q, v: i18n.long_date(date.fromisoformat(v))),
    "phone": Kind(_phone, lambda q, v: identifiers.show_phone(v)),
    "url": Kind(_url, lambda q, v: str(v)),
    "email": Kind(_email, lambda q, v: str(v)),
    "ice": Kind(_ice, lambda q, v: identifiers.show_ice(v)),
    "rc": Kind(_rc, lambda q, v: " – ".join(part for part in (v.get("number"), v.get("court")) if part)),
    "region": Kind(_keyed, lambda q, v: str(v)),
    "programme_choice": Kind(_keyed, lambda q, v: str(v)),
    "site_choice": Kind(_keys, lambda q, v: " · ".join(v)),
    "file": Kind(_file, lambda q, v: str(v.get("name", ""))),
}


def read(question: QuestionSpec, raw: Sequence[str]) -> Any:
    """The value of posted strings, None when empty. Raises InvalidInput about the question."""
    return KINDS[question.kind].read(question, raw)


def show(question: QuestionSpec, value: Any) -> str:
    """The value as text in the reader's language; empty for no answer."""
    return "" if value is None else KINDS[question.kind].show(question, value)


def warning(question: QuestionSpec, value: Any) -> str | None:
    """A hint about a value that is taken all the same."""
    return identifiers.read_ice(value).warning if question.kind == "ice" and value else None
