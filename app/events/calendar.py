"""A registration as an iCalendar file (RFC 5545), published or cancelled as RFC 5546 says."""

from datetime import UTC, datetime

from app.core.clock import utcnow
from app.core.i18n import localized
from app.events.models import Registration
from app.events.states import EventState, RegistrationState
from app.events.telling import where
from app.mail.render import contact_address

STATUS = {RegistrationState.REGISTERED: "CONFIRMED", RegistrationState.WAITING: "TENTATIVE"}


def ics(one: Registration, *, host: str, address: str) -> str:
    """The event and its site are loaded; `address` is the person's own page.

    A calendar replaces its copy when SEQUENCE is higher than the one it holds, and takes it out for METHOD:CANCEL.
    """
    event = one.event
    cancelled = EventState.CANCELLED is event.state or RegistrationState.CANCELLED is one.state
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wijha//Events//EN",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}", "BEGIN:VEVENT",
        f"UID:{one.id}@{host}", f"SEQUENCE:{event.sequence + one.sequence}", f"DTSTAMP:{_moment(utcnow())}",
        f"CREATED:{_moment(one.created_at)}", f"LAST-MODIFIED:{_moment(max(event.changed_at, one.changed_at))}",
        f"STATUS:{'CANCELLED' if cancelled else STATUS[one.state]}", f"ORGANIZER:mailto:{contact_address()}",
        f"DTSTART:{_moment(event.starts_at)}", f"DTEND:{_moment(event.ends_at)}",
        f"SUMMARY:{_text(localized(event.title))}", f"LOCATION:{_text(where(event))}",
        f"DESCRIPTION:{_text(address)}", f"URL:{address}", "END:VEVENT", "END:VCALENDAR",
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
