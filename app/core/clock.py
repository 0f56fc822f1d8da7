"""The only wall clock, and the one time zone people see."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from importlib import resources
from zoneinfo import ZoneInfo


def _morocco() -> ZoneInfo:
    """Africa/Casablanca from the pinned tzdata package.

    The zone files of the operating system may still say UTC+1 after 20 September 2026,
    and `zoneinfo.ZoneInfo(key)` reads those first.
    """
    with resources.files("tzdata.zoneinfo.Africa").joinpath("Casablanca").open("rb") as file:
        return ZoneInfo.from_file(file, key="Africa/Casablanca")


MOROCCO = _morocco()
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def utcnow() -> datetime:
    """The present instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Morocco."""
    return utcnow().astimezone(MOROCCO).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Say what time it is, for the demo world and for tests."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
