"""After the yes: startups of earlier years with their stays and figures, written as they would have been noted then."""

import random
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from app.accounts.models import Person, RoleGrant
from app.accounts.roles import Role
from app.cli.demo.accounts import FOLLOWED
from app.cli.demo.cast import Cast
from app.cli.demo.meetings import Meetings, described
from app.cohorts.models import Edition, HostingRequest, Participation, Pass, Residence
from app.cohorts.services.plan_missing import plan_missing
from app.cohorts.states import HostingState, ParticipationState, PassKind, RentClass, ResidenceKind
from app.core.clock import MOROCCO, today
from app.core.db import db, transaction
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.models import Funding, Outcome
from app.programmes import queries as programmes
from app.programmes.models import Programme, Site
from app.programmes.services.edit_site import edit_site
from app.reports.indicators.support import months_later
from app.startups.models import MemberRole, Membership, Startup

ROUNDS = (FundingKind.PRE_SEED, FundingKind.SEED, FundingKind.SEED, FundingKind.SERIES_A, FundingKind.CONVERTIBLE)
YEARS = (2024, 2025)


class History:
    """Writes rows of the past in a fixed order; the same dice give the same world."""

    def __init__(self, cast: Cast, dice: random.Random) -> None:
        self.cast, self.dice, self.data = cast, dice, described()
        self.sites: dict[str, Site] = {one.key: one for one in programmes.sites()}
        self.programmes: dict[str, Programme] = {one.key: one for one in programmes.programmes(published_only=False)}
        self.names = self._names()
        self.rows: list[Any] = []
        self.startups: list[Startup] = []
        self.supported: dict[uuid.UUID, set[int]] = {}

    def _names(self) -> Iterator[str]:
        names = [f"{stem} {ending}" for stem in self.data["stems"] for ending in self.data["endings"]]
        self.dice.shuffle(names)
        return iter(names)

    def write(self) -> None:
        """Everything in one transaction, in the order the tables need."""
        with transaction():
            for key, workplaces in self.data["workplaces"].items():
                edit_site(actor=self.cast.admin, key=key, values={"workplaces": workplaces})
        for edition in self.data["editions"]:
            self._edition(edition)
        self._hosting()
        self._passes()
        self._figures()
        self._money()
        with transaction() as session:
            session.add_all(one for one in self.rows if not isinstance(one, HostingRequest))
            session.flush()
            session.add_all(one for one in self.rows if isinstance(one, HostingRequest))
            plan_missing()
        with transaction() as session:
            session.add_all(Meetings(self.cast, self.dice, self.startups, self.supported).rows())

    def _startup(self, began: date) -> Startup:
        number = len(self.startups)
        startup = Startup(id=uuid.UUID(int=self.dice.getrandbits(128), version=4), name=next(self.names))
        code, city = self.dice.choice(self.data["towns"])
        startup.region_code, startup.city = code, city
        startup.created_at = noon(began)
        first = self.data["first_names"][number % 20]
        last = self.data["last_names"][(number * 7) % 15]
        followed = number == FOLLOWED[0]
        owner = Person(
            id=uuid.uuid4(), email=FOLLOWED[1] if followed else f"contact@startup{number}.example",
            full_name=f"{first} {last}",
            language="ar" if followed else self.dice.choice(["fr", "fr", "fr", "ar", "en"]),
            password=self.cast.password, confirmed_at=noon(began), fs_uniquifier=uuid.uuid4().hex,
            grants=[RoleGrant(id=uuid.uuid4(), role=Role.APPLICANT)],
        )  # fmt: skip
        member = Membership(id=uuid.uuid4(), startup_id=startup.id, person_id=owner.id, role=MemberRole.OWNER)
        with transaction() as session:
            session.add_all([startup, owner])
            session.flush()
            session.add(member)
        self.startups.append(startup)
        return startup

    def _edition(self, described: dict[str, Any]) -> None:
        first = described["first"]
        last = months_later(first, described["months"]) - timedelta(days=1)
        edition = Edition(
            id=uuid.uuid4(), programme_id=self.programmes[described["programme"]].id,
            site_id=self.sites[described["site"]].id, starts_on=first, ends_on=last,
        )  # fmt: skip
        with transaction() as session:
            session.add(edition)
        earlier = [one for one in self.startups if self._free(one, first)]
        for number in range(described["startups"]):
            again = number < 2 and len(earlier) > 30
            startup = earlier.pop(self.dice.randrange(len(earlier))) if again else self._startup(first)
            self.rows.append(self._participation(edition, startup))
            self._place(startup, described["site"], first, last, edition.programme_id)

    def _free(self, startup: Startup, day: date) -> bool:
        return day.year not in self.supported.get(startup.id, set())

    def _participation(self, edition: Edition, startup: Startup) -> Participation:
        self._count(startup, edition.starts_on, min(edition.ends_on, today()))
        left = self.dice.random() < 0.12
        day = edition.starts_on + (edition.ends_on - edition.starts_on) * self.dice.uniform(0.3, 0.8)
        ended = day if left and day <= today() else edition.ends_on if edition.ends_on < today() else None
        state = ParticipationState.ACTIVE
        if ended is not None:
            state = ParticipationState.LEFT if left else ParticipationState.COMPLETED
        return Participation(
            id=uuid.uuid4(), edition_id=edition.id, startup_id=startup.id, state=state, starts_on=edition.starts_on,
            ended_on=ended, reason="L’équipe a arrêté le projet." if state is ParticipationState.LEFT else "",
        )  # fmt: skip

    def _count(self, startup: Startup, first: date, last: date) -> None:
        self.supported.setdefault(startup.id, set()).update(range(first.year, last.year + 1))

    def _place(self, startup: Startup, site: str, first: date, last: date, programme_id: uuid.UUID) -> None:
        if self.dice.random() < 0.75:
            self.rows.append(
                self._residence(startup, site, first, last, programme_id, self.dice.randint(1, 4), RentClass.STARTUP)
            )

    def _residence(
        self, startup: Startup, site: str, first: date, last: date | None, programme_id: uuid.UUID | None, seats: int,
        rent: RentClass, longest: date | None = None, terms: date | None = None,
    ) -> Residence:  # fmt: skip
        self._count(startup, first, min(last or today(), today()))
        office = seats >= 5
        return Residence(
            id=uuid.uuid4(), startup_id=startup.id, site_id=self.sites[site].id, programme_id=programme_id,
            kind=ResidenceKind.OFFICE if office else ResidenceKind.SEATS, seats=seats,
            room=f"{self.dice.choice('ABCD')}{self.dice.randint(100, 420)}" if office else "", rent_class=rent,
            starts_on=first, ends_on=last, startup_terms_until=terms, longest_until=longest, end_reason="",
        )  # fmt: skip

    def _hosting(self) -> None:
        """Companies with an office for up to five years, and some that wait for one."""
        hosting = self.programmes["hosting"]
        for site, wanted in (("casablanca", 24), ("rabat", 9), ("tanger", 7), ("agadir", 6), ("essaouira", 2)):
            for _ in range(wanted):
                first = date(2022, 1, 3) + timedelta(days=self.dice.randint(0, 1300))
                startup = self._startup(first)
                longest = months_later(first, hosting.residence_months or 60)
                terms = months_later(first, hosting.startup_terms_months or 18)
                ends = first + timedelta(days=self.dice.randint(300, 900)) if self.dice.random() < 0.3 else None
                rent = RentClass.STARTUP if terms >= today() else RentClass.STANDARD
                self.rows.append(
                    self._residence(
                        startup, site, first, ends, hosting.id, self.dice.randint(3, 9), rent, longest, terms
                    )
                )
        self._served(hosting)
        for site, number in (("casablanca", 6), ("rabat", 3), ("agadir", 2)):
            for position in range(1, number + 1):
                asked = today() - timedelta(days=30 * (number - position) + self.dice.randint(5, 25))
                self.rows.append(
                    HostingRequest(
                        id=uuid.uuid4(), startup_id=self._startup(asked).id, site_id=self.sites[site].id,
                        seats=self.dice.randint(2, 6), position=position, asked_on=asked, state=HostingState.WAITING,
                    )
                )  # fmt: skip

    def _served(self, hosting: Programme) -> None:
        """Who waited, and got a place in the last months: the measured wait of these sites."""
        for site, days in (("casablanca", (41, 76, 118)), ("rabat", (58, 93)), ("agadir", (35,))):
            for number, waited in enumerate(days, start=1):
                first = today() - timedelta(days=50 * number)
                startup, seats = self._startup(first - timedelta(days=waited)), 2 + number
                longest = months_later(first, hosting.residence_months or 60)
                terms = months_later(first, hosting.startup_terms_months or 18)
                place = self._residence(
                    startup, site, first, None, hosting.id, seats, RentClass.STARTUP, longest, terms
                )
                self.rows += [
                    place,
                    HostingRequest(
                        id=uuid.uuid4(), startup_id=startup.id, site_id=self.sites[site].id, seats=seats,
                        position=number, asked_on=first - timedelta(days=waited), ended_on=first,
                        state=HostingState.SERVED, residence_id=place.id,
                    ),
                ]  # fmt: skip

    def _passes(self) -> None:
        site = self.sites["essaouira"]
        for number in range(40):
            kind = PassKind.MONTH if number % 3 == 0 else PassKind.DAY
            first = today() - timedelta(days=self.dice.randint(0, 330))
            last = months_later(first, 1) - timedelta(days=1) if kind is PassKind.MONTH else first
            name = f"{self.dice.choice(self.data['first_names'])} {self.dice.choice(self.data['last_names'])}"
            self.rows.append(
                Pass(id=uuid.uuid4(), site_id=site.id, kind=kind, holder_name=name, holder_email="", starts_on=first,
                     ends_on=last)
            )  # fmt: skip

    def _figures(self) -> None:
        """Yearly figures of most supported startups; some say “not available”, some are not verified yet."""
        for startup in self.startups:
            size = self.dice.choice([1, 1, 2, 3, 5])
            exports = self.dice.random() < 0.4
            for year in YEARS:
                if year in self.supported.get(startup.id, set()) and self.dice.random() < 0.86:
                    self._year(startup, year, size * (1 + 0.5 * (year - YEARS[0])), exports)

    def _year(self, startup: Startup, year: int, size: float, exports: bool) -> None:
        turnover = round(size * self.dice.uniform(120_000, 900_000), -3)
        abroad = round(turnover * self.dice.uniform(0.05, 0.95), -3) if exports else 0
        jobs = max(1, round(size * self.dice.uniform(1, 4)))
        values: dict[Measure, int | None] = {
            Measure.ACTIVE: 1 if self.dice.random() < 0.94 else 0,
            Measure.TURNOVER: int(turnover) if self.dice.random() < 0.93 else None,
            Measure.TURNOVER_ABROAD: int(abroad),
            Measure.JOBS: jobs,
            Measure.JOBS_WOMEN: round(jobs * self.dice.uniform(0.1, 0.6)),
            Measure.JOBS_YOUNG: round(jobs * self.dice.uniform(0.3, 0.9)),
            Measure.PATENTS: 1 if self.dice.random() < 0.05 else 0,
        }
        verified = self.dice.random() < 0.85
        told = noon(date(year + 1, 2, self.dice.randint(1, 28)))
        for measure, value in values.items():
            self.rows.append(
                Outcome(
                    id=uuid.uuid4(), startup_id=startup.id, measure=measure, starts_on=date(year, 1, 1),
                    ends_on=date(year, 12, 31), value=value, source="Déclaration annuelle de la startup",
                    recorded_by_id=self.cast.staff[0].id, recorded_at=told,
                    verified_by_id=self.cast.staff[1].id if verified and value is not None else None,
                    verified_at=told + timedelta(days=12) if verified and value is not None else None,
                )
            )  # fmt: skip

    def _money(self) -> None:
        for year, rounds, aids in ((2024, 13, 9), (2025, 17, 11), (2026, 12, 8)):
            known = [one for one in self.startups if year in self.supported.get(one.id, set())]
            for number in range(rounds + aids):
                aid = number >= rounds
                day = date(year, self.dice.randint(1, 12 if year < 2026 else 10), self.dice.randint(1, 28))
                amount = self.dice.randint(5, 60) * 10_000 if aid else self.dice.randint(3, 75) * 100_000
                kind = self.dice.choice((FundingKind.LOAN, FundingKind.GRANT)) if aid else self.dice.choice(ROUNDS)
                self._funding(self.dice.choice(known), kind, day, amount, aid=aid)

    def _funding(self, startup: Startup, kind: FundingKind, day: date, amount: int, *, aid: bool) -> None:
        foreign = not aid and self.dice.random() < 0.2
        verified = day.year < 2026 or self.dice.random() < 0.6
        told = noon(day + timedelta(days=20))
        self.rows.append(
            Funding(
                id=uuid.uuid4(), startup_id=startup.id, kind=kind, received_on=day,
                amount=round(amount // 10 * 10.85) if foreign else amount, currency="EUR" if foreign else "MAD",
                foreign_amount=amount // 10 if foreign else None, rate_micro=10_850_000 if foreign else None,
                from_whom=self.dice.choice(self.data["lenders" if aid else "investors"]),
                source="Courrier de la startup", recorded_by_id=self.cast.staff[0].id, recorded_at=told,
                verified_by_id=self.cast.staff[1].id if verified else None,
                verified_at=told + timedelta(days=5) if verified else None,
            )
        )  # fmt: skip


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=MOROCCO)


def write_history(cast: Cast, dice: random.Random) -> History:
    db.session.remove()
    history = History(cast, dice)
    history.write()
    return history
