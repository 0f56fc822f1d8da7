"""What became of the startups of the past call: results that count in the next training, and others that do not."""

import random
import uuid
from datetime import date, timedelta

import sqlalchemy as sa

from app.applications.models import Application
from app.applications.states import Stage
from app.cli.demo.after import noon
from app.cli.demo.cast import Cast
from app.core.clock import MOROCCO, today
from app.core.db import db, transaction
from app.decisions.models import Decision
from app.decisions.states import DecisionState
from app.outcomes.measures import FundingKind, Measure
from app.outcomes.models import Funding, Outcome
from app.programmes.models import Call

SEED = 20260206


class Followed:
    """Figures and rounds of startups that were given a place; its own dice leave the rest of the world as it is."""

    def __init__(self, cast: Cast, call: Call) -> None:
        self.cast, self.dice = cast, random.Random(SEED)  # noqa: S311  not for secrets
        statement = (
            sa.select(Application.startup_id, Decision.decided_at)
            .join(Decision, Decision.application_id == Application.id)
            .where(
                Application.call_id == call.id, Application.stage == Stage.ONBOARDED,
                Decision.state == DecisionState.PUBLISHED,
            )
            .order_by(Application.submitted_at, Application.id)
        )  # fmt: skip
        self.rows = [(startup, at.astimezone(MOROCCO).date()) for startup, at in db.session.execute(statement)]

    def write(self) -> None:
        with transaction() as session:
            for number, (startup, decided) in enumerate(self.rows):
                session.add_all(self._before(startup, decided))
                session.add_all(self._after(startup, decided, number))

    def _before(self, startup: uuid.UUID, decided: date) -> list[Outcome]:
        """The year before the place: what the startup was already says nothing of it."""
        first = date(decided.year - 1, 1, 1)
        jobs = self.dice.randint(1, 3)
        return [
            self._figure(startup, Measure.JOBS, first, date(decided.year - 1, 12, 31), jobs, verified=True),
        ]

    def _after(self, startup: uuid.UUID, decided: date, number: int) -> list[Outcome | Funding]:
        """A quarter after the place: jobs of all, verified or not, none or not available; money of a few."""
        first = decided + timedelta(days=1)
        last = min(first + timedelta(days=90), today())
        value = {3: 0, 7: None}.get(number, self.dice.randint(1, 6))
        found: list[Outcome | Funding] = [
            self._figure(startup, Measure.JOBS, first, last, value, verified=number % 3 != 1 and value is not None),
            self._figure(startup, Measure.PATENTS, first, last, number % 2, verified=True),
        ]
        if number % 4 == 0:
            amount = self.dice.randint(2, 12) * 100_000
            found.append(self._round(startup, last, amount, verified=number % 8 == 0))
        return found

    def _figure(
        self, startup: uuid.UUID, measure: Measure, first: date, last: date, value: int | None, *, verified: bool
    ) -> Outcome:
        told = noon(last)
        return Outcome(
            id=uuid.uuid4(), startup_id=startup, measure=measure, starts_on=first, ends_on=last, value=value,
            source="Appel de suivi", recorded_by_id=self.cast.staff[0].id, recorded_at=told,
            verified_by_id=self.cast.staff[1].id if verified else None, verified_at=told if verified else None,
        )  # fmt: skip

    def _round(self, startup: uuid.UUID, day: date, amount: int, *, verified: bool) -> Funding:
        told = noon(day)
        return Funding(
            id=uuid.uuid4(), startup_id=startup, kind=FundingKind.PRE_SEED, received_on=day, amount=amount,
            from_whom="Réseau d’investisseurs Atlas", source="Courrier de la startup",
            recorded_by_id=self.cast.staff[0].id, recorded_at=told,
            verified_by_id=self.cast.staff[1].id if verified else None, verified_at=told if verified else None,
        )  # fmt: skip
