"""A small world after the yes, written row by row: three sites, two programmes, startups whose figures are known."""

import uuid
from datetime import date

from app.accounts.roles import Role
from app.cohorts.models import Edition, Participation, Residence
from app.core.clock import utcnow
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.models import Funding, Outcome
from app.startups.models import Startup
from tests.factories import make_person, make_programme, make_region, make_site, save


class World:
    """Adds startups, participations, residences and figures; every date is given by the test."""

    def __init__(self):
        make_region("MA-06")
        make_region("MA-09")
        self.person = make_person(Role.STAFF)
        self.verifier = make_person(Role.LEAD)
        self.casa = make_site(key="casa", region_code="MA-06", opened_on="2001", workplaces=10)
        self.agadir = make_site(key="agadir", region_code="MA-09", opened_on="2021")
        self.start = make_programme(key="start")
        self.develop = make_programme(key="develop")
        self._editions = {}

    def startup(self, name="Atlas"):
        return save(Startup(id=uuid.uuid4(), name=name))

    def edition(self, programme=None, site=None, first=date(2024, 1, 1), last=date(2030, 12, 31)):
        key = (programme or self.start, site or self.casa, first)
        if key not in self._editions:
            self._editions[key] = save(
                Edition(id=uuid.uuid4(), programme_id=key[0].id, site_id=key[1].id, starts_on=first, ends_on=last)
            )
        return self._editions[key]

    def take_part(self, startup, first, last=None, *, state="active", programme=None, site=None):
        edition = self.edition(programme, site)
        reason = "partie" if state == "left" else ""
        return save(
            Participation(
                id=uuid.uuid4(), edition_id=edition.id, startup_id=startup.id, state=state, starts_on=first,
                ended_on=last, reason=reason,
            )
        )  # fmt: skip

    def supported(self, count, first=date(2025, 1, 1), **where):
        made = [self.startup(f"Startup {number}") for number in range(count)]
        for one in made:
            self.take_part(one, first, **where)
        return made

    def stay(self, startup, first, last=None, *, seats=1, site=None):
        return save(
            Residence(
                id=uuid.uuid4(), startup_id=startup.id, site_id=(site or self.casa).id, kind="seats", seats=seats,
                rent_class="startup", starts_on=first, ends_on=last,
            )
        )  # fmt: skip

    def figure(self, startup, measure, value, year=2025):
        return save(
            Outcome(
                id=uuid.uuid4(), startup_id=startup.id, measure=Measure(measure), starts_on=date(year, 1, 1),
                ends_on=date(year, 12, 31), value=value, source="Appel", recorded_by_id=self.person.id,
                recorded_at=utcnow(),
            )
        )  # fmt: skip

    def money(self, startup, amount, day, kind="seed", *, verified=True, removed=False):
        now = utcnow()
        return save(
            Funding(
                id=uuid.uuid4(), startup_id=startup.id, kind=FundingKind(kind), received_on=day, amount=amount,
                recorded_by_id=self.person.id, recorded_at=now, verified_at=now if verified else None,
                verified_by_id=self.verifier.id if verified else None, removed_at=now if removed else None,
            )
        )  # fmt: skip
