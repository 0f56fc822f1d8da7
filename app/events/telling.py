"""The mails about events: one's own page with its code, a place that came free, an event that moved or is cancelled."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core import i18n
from app.core.clock import MOROCCO
from app.core.errors import Conflict
from app.core.i18n import N_
from app.events import codes
from app.events.models import Event, Registration
from app.events.states import RegistrationState
from app.mail.purposes import Purpose
from app.mail.render import external
from app.mail.services.enqueue import enqueue
from app.programmes.models import Site

CONFIRM = "events.confirm"
PURPOSES = {
    RegistrationState.REGISTERED: Purpose.EVENT_REGISTERED,
    RegistrationState.WAITING: Purpose.EVENT_WAITING,
}


@dataclass(frozen=True, slots=True)
class Addressee:
    email: str
    full_name: str
    language: str


@dataclass(frozen=True, slots=True)
class Held:
    """When and where an event takes place, or was to."""

    starts_at: datetime
    ends_at: datetime
    place: str
    site: Site | None


def when(event: Event | Held) -> str:
    """“9 December 2026, 15:00 to 18:00 (Morocco time, GMT)”; both days of one that lasts longer."""
    first, last = event.starts_at, event.ends_at
    values = {"from": i18n.clock_time(first), "to": i18n.clock_time(last), "day": i18n.long_date(first)}
    if first.astimezone(MOROCCO).date() == last.astimezone(MOROCCO).date():
        return i18n.translate(N_("%(day)s, %(from)s to %(to)s (Morocco time, GMT)")) % values
    values["last"] = i18n.long_date(last)
    return i18n.translate(N_("%(day)s at %(from)s, to %(last)s at %(to)s (Morocco time, GMT)")) % values


def where(event: Event | Held) -> str:
    """The place that was written, in its own direction, and the site; `site` is loaded."""
    if event.site is None:
        return event.place
    site = i18n.localized(event.site.name)
    if not event.place or event.place in event.site.name.values():
        return site
    place = f"\u2068{event.place}\u2069" if i18n.language() == "ar" else event.place
    return i18n.listed((place, site))


def tell_place(one: Registration) -> bool:
    """The person's own page, once for each state it is in; False for a repeat, and for who left no address."""
    purpose = PURPOSES.get(one.state)
    if purpose is None or not one.address:
        return False
    moment = int(one.created_at.timestamp() * 1_000_000)
    return _write(purpose, one, key=f"{purpose.value}:{one.id}:{moment}")


def tell_cancelled(one: Registration, reason: str) -> bool:
    if one.state is RegistrationState.CANCELLED or not one.address:
        return False
    return _write(Purpose.EVENT_CANCELLED, one, key=f"{Purpose.EVENT_CANCELLED.value}:{one.id}", reason=reason)


def tell_moved(one: Registration, *, before: Held, after: Held, change: uuid.UUID) -> bool:
    """Once for each change, to who is registered or waits."""
    if one.state is RegistrationState.CANCELLED or not one.address:
        return False
    with i18n.speaking(one.language):
        told = {"was": when(before), "was_place": where(before), "now": when(after), "place": where(after)}
    return _write(Purpose.EVENT_MOVED, one, key=f"{Purpose.EVENT_MOVED.value}:{one.id}:{change}", **told)


def _write(purpose: Purpose, one: Registration, *, key: str, **more: Any) -> bool:
    event = one.event
    if "place" not in more:
        with i18n.speaking(one.language):
            more["place"] = where(event)
    values = {
        "event": i18n.localized(event.title, one.language),
        "starts_at": event.starts_at,
        "code": codes.shown(one.code),
        "link": external(f"/{one.language}/events/r/{one.code}"),
        "calendar": external(f"/{one.language}/events/r/{one.code}/calendar.ics"),
        **more,
    }
    try:
        enqueue(purpose, to=Addressee(one.email, one.full_name, one.language), values=values, once_key=key)
    except Conflict as error:
        if type(error) is not Conflict:  # a text that is missing has to be seen
            raise
        return False
    return True
