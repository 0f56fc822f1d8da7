"""Enter a figure that was published before Wijha: with its source, marked as published, never recalculated."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_
from app.reports import figures, policy
from app.reports.indicators.model import Period, Unit
from app.reports.models import FrozenFigure
from app.reports.states import Origin

QUALIFIERS = {
    "": N_("exactly"), "more_than": N_("more than"), "about": N_("about"), "up_to": N_("up to"),
}  # fmt: skip


def enter_published(
    *, key: str, period: Period, value: int, actor: Person, source: str, qualifier: str = "", reason: str = ""
) -> FrozenFigure:
    """`value` in the indicator's unit, percent for a share. A second one for the period needs a reason."""
    if not policy.can_freeze(actor):
        raise NotAllowed
    one = figures.indicator(key)
    if value < 0 or (one.unit is Unit.SHARE and value > 100):
        raise InvalidInput(N_("Write a number from 0 on; a share is at most 100 %."), field="value")
    if not source.strip():
        raise InvalidInput(N_("Write where the figure was published."), field="source")
    if qualifier not in QUALIFIERS:
        raise InvalidInput(N_("Choose how exact the published figure is."), field="qualifier")
    before = _standing(key, period)
    if before is not None:
        if not reason.strip():
            raise InvalidInput(N_("A figure is entered for this period already. Write why it changes."), field="reason")
        before.replaced_at = utcnow()
        db.session.flush()
    entered = FrozenFigure(
        id=uuid.uuid4(), indicator=key, version=figures.PUBLISHED_VERSION, scope="all", starts_on=period.first,
        ends_on=period.last, origin=Origin.PUBLISHED, value=value, base=100 if one.unit is Unit.SHARE else None,
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
