"""Enter a figure that was published before Wijha: with its source, marked as published, never recalculated."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_, number
from app.outcomes.measures import LARGEST_AMOUNT
from app.reports import figures, policy
from app.reports.indicators.model import Period, Unit
from app.reports.models import FrozenFigure
from app.reports.states import Origin

QUALIFIERS = {
    "": N_("exactly"), "more_than": N_("more than"), "about": N_("about"), "up_to": N_("up to"),
}  # fmt: skip


def enter_published(
    *, key: str, period: Period, value: int, actor: Person, source: str, base: int | None = None, qualifier: str = "",
    reason: str = "",
) -> FrozenFigure:  # fmt: skip
    """`value` in the indicator's unit; of `base` for a share, percent by default (345 of 1000 for 34,5 %).

    A second one for the period needs a reason.
    """
    if not policy.can_freeze(actor):
        raise NotAllowed
    before = check_published(
        key=key, period=period, value=value, base=base, source=source, qualifier=qualifier, reason=reason
    )
    if before is not None:
        before.replaced_at = utcnow()
        db.session.flush()
    entered = FrozenFigure(
        id=uuid.uuid4(), indicator=key, version=figures.PUBLISHED_VERSION, scope="all", starts_on=period.first,
        ends_on=period.last, origin=Origin.PUBLISHED, value=value, base=_base(key, base),
        qualifier=qualifier, source=source.strip()[:1000], reason=reason.strip()[:2000] if before else "",
        frozen_by_id=actor.id, replaces_id=before.id if before else None,
    )  # fmt: skip
    with unless_duplicate(N_("This figure was entered by somebody else in the meantime. Reload the page.")):
        db.session.add(entered)
    audit.record(
        "figure.publish", actor=actor, subject=entered, before={"value": before.value} if before else None,
        after={"value": value, "source": entered.source}, reason=entered.reason or None,
        details={"indicator": key, "ends_on": period.last.isoformat()},
    )  # fmt: skip
    return entered


def check_published(
    *, key: str, period: Period, value: int, base: int | None, source: str, qualifier: str, reason: str
) -> FrozenFigure | None:
    """Refuses what cannot be entered, before it is shown back; gives the figure that it replaces."""
    of = _base(key, base)
    if value < 0 or (of and value > of):
        raise InvalidInput(N_("Write a number from 0 on; a share is at most 100 %."), field="value")
    if value > LARGEST_AMOUNT:
        raise InvalidInput(N_("Write %(most)s or less."), field="value", most=number(LARGEST_AMOUNT))
    if not source.strip():
        raise InvalidInput(N_("Write where the figure was published."), field="source")
    if qualifier not in QUALIFIERS:
        raise InvalidInput(N_("Choose how exact the published figure is."), field="qualifier")
    before = _standing(key, period)
    if before is not None and not reason.strip():
        raise InvalidInput(N_("A figure is entered for this period already. Write why it changes."), field="reason")
    return before


def _base(key: str, base: int | None) -> int | None:
    return (base or 100) if figures.indicator(key).unit is Unit.SHARE else None


def _standing(key: str, period: Period) -> FrozenFigure | None:
    statement = (
        sa.select(FrozenFigure)
        .where(
            FrozenFigure.indicator == key, FrozenFigure.origin == Origin.PUBLISHED, FrozenFigure.scope == "all",
            FrozenFigure.starts_on == period.first, FrozenFigure.ends_on == period.last,
            FrozenFigure.replaced_at.is_(None),
        )
        .with_for_update()
    )  # fmt: skip
    return db.session.scalars(statement).one_or_none()
