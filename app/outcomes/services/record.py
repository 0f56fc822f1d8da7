"""Note one figure about a startup that took its place; a later one for the same year replaces it."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Application
from app.core import audit
from app.core.clock import today
from app.core.db import db
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.outcomes import policy
from app.outcomes.indicators import Indicator
from app.outcomes.models import Outcome
from app.startups.identifiers import latin_digits, read_amount

FIRST_YEAR = 2000


def record(*, application: Application, actor: Person, indicator: str, year: str, value: str, source: str) -> Outcome:
    """`value` as typed; empty means “not available”. The caller has checked the right to read the file."""
    if not policy.can_record(actor, application):
        raise NotAllowed
    if indicator not in set(Indicator):
        raise InvalidInput(N_("Choose what the figure is about."), field="indicator")
    number = _value(Indicator(indicator), value)
    day = _year(year)
    if not source.strip():
        raise InvalidInput(N_("Write where the figure comes from."), field="source")
    statement = sa.select(Outcome).where(
        Outcome.application_id == application.id, Outcome.indicator == indicator, Outcome.year == day
    )
    outcome = db.session.scalars(statement.with_for_update()).one_or_none()
    before = outcome.value if outcome else None
    if outcome is None:
        outcome = Outcome(id=uuid.uuid4(), application_id=application.id, indicator=Indicator(indicator), year=day)
        db.session.add(outcome)
    outcome.value, outcome.source, outcome.recorded_by_id = number, source.strip()[:500], actor.id
    db.session.flush()
    audit.record(
        "outcome.record", actor=actor, subject=outcome, before=before, after=number,
        details={"indicator": indicator, "year": day},
    )  # fmt: skip
    return outcome


def _year(text: str) -> int:
    typed = latin_digits(text.strip())
    if not typed.isdecimal() or not FIRST_YEAR <= int(typed) <= today().year:
        raise InvalidInput(N_("Write a year with four digits, not in the future."), field="year")
    return int(typed)


def _value(indicator: Indicator, text: str) -> int | None:
    if not text.strip():
        return None
    value = read_amount(text)
    if value is None:
        raise InvalidInput(N_("Write a whole number, or leave it empty if it is not known."), field="value")
    top = {Indicator.ACTIVE: 1, Indicator.EXPORT_SHARE: 100}.get(indicator, 10**13)
    if value > top:
        raise InvalidInput(N_("Write %(most)s or less."), field="value", most=top)
    return value
