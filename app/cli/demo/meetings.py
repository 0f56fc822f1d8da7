"""Events of the demonstration: past ones with who came, and one that is open for registration."""

import random
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import yaml

from app.cli.demo.cast import DATA, Cast
from app.core.clock import MOROCCO, today
from app.events.models import Event, Registration
from app.events.states import EventState, RegistrationState
from app.programmes import queries as programmes
from app.programmes.models import Site
from app.startups.models import Startup


def described() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / "after.yaml").read_text(encoding="utf-8"))
    return found


class Meetings:
    """Rows in a fixed order; the same dice give the same world."""

    def __init__(
        self, cast: Cast, dice: random.Random, startups: list[Startup], supported: dict[uuid.UUID, set[int]]
    ) -> None:
        self.cast, self.dice, self.data = cast, dice, described()
        self.startups, self.supported = startups, supported
        self.sites: dict[str, Site] = {one.key: one for one in programmes.sites()}

    def rows(self) -> Iterator[Any]:
        """Past events with who came, and one that is open for registration."""
        for year, times in ((2024, 7), (2025, 8), (2026, 6)):
            for number in range(times):
                for described in self.data["events"]:
                    if described["kind"] == "funding" or number % 4 == 0:
                        yield from self._event(described, year, number)
        described = self.data["events"][0]
        starts = datetime.combine(today() + timedelta(days=18), time(15), tzinfo=MOROCCO)
        yield self._row(described, f"{described['key']}-prochaine", starts, EventState.OPEN)

    def _event(self, described: dict[str, Any], year: int, number: int) -> Iterator[Any]:
        day = date(year, 1 + (number * 5 + len(described["key"])) % (12 if year < 2026 else 10), 3 + number * 3)
        event = self._row(
            described, f"{described['key']}-{year}-{number + 1}", datetime.combine(day, time(15), tzinfo=MOROCCO),
            EventState.CLOSED,
        )  # fmt: skip
        guests = self.dice.sample([one for one in self.startups if year in self.supported.get(one.id, set())], 9)
        event.places_taken = len(guests)
        yield event
        for startup in guests:
            came = self.dice.random() < 0.8
            yield Registration(
                id=uuid.uuid4(), event_id=event.id, startup_id=startup.id, full_name=startup.name,
                email=f"{startup.id.hex[:12]}@startup.example", language="fr", state=RegistrationState.REGISTERED,
                code=uuid.uuid4().hex, attended_at=event.starts_at if came else None,
                attended_by="list" if came else "", rating=self.dice.choice([3, 4, 5, None]) if came else None,
            )  # fmt: skip

    def _row(self, described: dict[str, Any], key: str, starts: datetime, state: EventState) -> Event:
        site = self.sites[self.dice.choice(["casablanca", "rabat", "tanger", "agadir"])]
        return Event(
            id=uuid.uuid4(), key=key, title=described["title"], kind=described["kind"],
            description={"fr": "Ouvert aux startups du réseau.", "ar": "مفتوح لمقاولات الشبكة.",
                         "en": "Open to the startups of the network."},
            place=site.name["fr"], site_id=site.id, starts_at=starts, ends_at=starts + timedelta(hours=3), capacity=40,
            places_taken=0, state=state, created_by_id=self.cast.staff[0].id,
        )  # fmt: skip
