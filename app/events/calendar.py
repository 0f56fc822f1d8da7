"""A registration as an iCalendar file (RFC 5545)."""

from datetime import UTC, datetime

from app.core.i18n import localized
from app.events.models import Registration
from app.events.telling import where


def ics(one: Registration, *, host: str, address: str) -> str:
    """The event and its site are loaded; `address` is the person's own page."""
    event = one.event
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wijha//Events//EN", "BEGIN:VEVENT",
        f"UID:{one.id}@{host}", f"DTSTAMP:{_moment(one.created_at)}", f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at)}", f"SUMMARY:{_text(localized(event.title))}",
        f"LOCATION:{_text(where(event))}", f"DESCRIPTION:{_text(address)}", f"URL:{address}",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "\r\n".join(_folded(line) for line in lines) + "\r\n"


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return " ".join(value.splitlines())


def _folded(line: str) -> str:
    """At most 75 bytes a line, never inside a character."""
    parts, rest = [], line
    while len(rest.encode()) > 74:
        cut = 74
        while len(rest[:cut].encode()) > 74:
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])
