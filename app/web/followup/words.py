"""Figures, sources and events of the follow-up, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.core import i18n
from app.core.i18n import N_
from app.outcomes import countries, outliers, periods
from app.outcomes.measures import Measure
from app.outcomes.services.send_return import BY_STARTUP, BY_TELEPHONE

KNOWN_SOURCES = (BY_STARTUP, BY_TELEPHONE)
ACTIONS: dict[str, str] = {
    "outcome.record": N_("Noted"),
    "outcome.correct": N_("Corrected"),
    "outcome.verify": N_("Verified"),
    "outcome.remove": N_("Taken back by the startup"),
    "funding.record": N_("Noted"),
    "funding.correct": N_("Corrected"),
    "funding.verify": N_("Verified"),
    "funding.remove": N_("Removed"),
}
SENT_AGAIN = {"the return was sent again": N_("The return was sent again.")}


def source_words(source: str) -> str:
    """Where a figure comes from: our own words are translated, what people typed is not."""
    return str(_(source)) if source in KNOWN_SOURCES else source


def source_kept(typed: str) -> str:
    """The other way round: our own words, typed in the reader's language, are kept as they are written here."""
    return next((known for known in KNOWN_SOURCES if str(_(known)) == typed.strip()), typed.strip())


def reason_words(reason: str | None) -> str:
    return str(_(SENT_AGAIN[reason])) if reason in SENT_AGAIN else reason or ""


def action_words(action: str) -> str:
    return str(_(ACTIONS[action])) if action in ACTIONS else action


def said(event: Any) -> tuple[str, str]:
    """What a figure or a funding said before and after an event; empty where it said nothing."""
    return _said(event, event.before), _said(event, event.after)


def _said(event: Any, told: Any) -> str:
    if not isinstance(told, dict):
        return ""
    if "amount" in told:
        return i18n.money(told["amount"])
    measure = (event.details or {}).get("measure")
    return value_words(Measure(measure), told.get("value")) if measure in set(Measure) else ""


def value_words(measure: Measure, value: int | None) -> str:
    return str(_("Not available")) if value is None else outliers.shown(measure, value)


def period_words(starts_on: date, ends_on: date) -> str:
    return periods.label(starts_on, ends_on)


def part_of(row: Any) -> str:
    """The part of the year of a figure, as its form names it."""
    return (periods.part_of(row.starts_on, row.ends_on) or periods.Part.YEAR).value


def countries_words(detail: Mapping[str, Any] | None) -> str:
    return countries.shown(detail)
