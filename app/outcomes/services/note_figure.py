"""The team notes or corrects one figure of a startup, with its source and perhaps its evidence."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.models import Person
from app.core.clock import today
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.files.services.store import Kept, store
from app.outcomes import policy, queries
from app.outcomes.amounts import Amount
from app.outcomes.measures import Measure
from app.outcomes.models import Outcome
from app.outcomes.queries import Within
from app.outcomes.services.record import record, standing


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in dirhams, and what it was in another currency."""

    dirhams: int
    currency: str = "MAD"
    foreign_amount: int | None = None
    rate_micro: int | None = None

    @classmethod
    def of(cls, amount: Amount) -> "Money":
        return cls(amount.dirhams, amount.currency, amount.foreign_amount, amount.rate_micro)

    @property
    def foreign(self) -> dict[str, Any]:
        """The columns beside the value."""
        return {"currency": self.currency, "foreign_amount": self.foreign_amount, "rate_micro": self.rate_micro}


@dataclass(frozen=True, slots=True)
class Figure:
    """`money` None means “not available”; counts are told as dirhams are, without a currency."""

    measure: Measure
    starts_on: date
    ends_on: date
    money: Money | None
    source: str
    detail: dict[str, int | None] | None = None

    def same_as(self, row: Outcome) -> bool:
        value = self.money.dirhams if self.money else None
        currency = self.money.currency if self.money else "MAD"
        return (value, currency, self.source, self.detail) == (row.value, row.currency, row.source, row.detail)


def check_figure(figure: Figure, *, stands: bool, reason: str) -> None:
    """The rules, also for a page that shows the figure back before it is noted. Raises InvalidInput."""
    if figure.ends_on > today():
        raise InvalidInput(N_("Choose a period that has ended."), field="year")
    if not figure.source.strip():
        raise InvalidInput(N_("Write where the figure comes from."), field="source")
    if stands and not reason.strip():
        raise InvalidInput(N_("A figure stands there already. Write why you correct it."), field="reason")


def note_figure(
    *, startup_id: uuid.UUID, actor: Person, within: Within, figure: Figure, evidence: Kept | None = None,
    reason: str = "",
) -> Outcome:  # fmt: skip
    """Raises NotFound, NotAllowed, or InvalidInput: no source, a period not begun, a correction without a reason.

    The same figure sent twice (a double click) is noted once.
    """
    startup = queries.startup(startup_id, within, lock=True)
    if not policy.can_follow_up(actor):
        raise NotAllowed
    before = standing(startup.id, figure.measure, figure.starts_on, figure.ends_on)
    if before is not None and evidence is None and before.recorded_by_id == actor.id and figure.same_as(before):
        return before
    check_figure(figure, stands=before is not None, reason=reason)
    kept = {"evidence_id": store(evidence, actor=actor).id} if evidence else {}
    money = figure.money or Money(0)
    return record(
        startup_id=startup.id, actor=actor, measure=figure.measure, starts_on=figure.starts_on, ends_on=figure.ends_on,
        value=figure.money.dirhams if figure.money else None, source=figure.source,
        reason=reason.strip()[:2000] or None, detail=figure.detail, **money.foreign, **kept,
    )  # fmt: skip
