"""Withdraw a figure that was frozen or entered by a slip: it stays in the history, with the reason."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.reports import policy
from app.reports.models import AnnualReview, FrozenFigure
from app.reports.states import ReviewState

RESTS = N_("The frozen review of %(year)s rests on this figure. Restate it instead: both figures stay.")


def withdraw_figure(*, figure_id: uuid.UUID, actor: Person, reason: str) -> FrozenFigure:
    """The whole and its parts are no longer in force, and nothing takes their place."""
    if not policy.can_withdraw(actor):
        raise NotAllowed
    if not reason.strip():
        raise InvalidInput(N_("Write why the figure is withdrawn."), field="reason")
    whole = db.session.get(FrozenFigure, figure_id, with_for_update=True, populate_existing=True)
    if whole is None or whole.scope != "all":
        raise NotFound
    if whole.replaced_at is not None:
        raise Conflict(N_("This figure is no longer in force."))
    _check_reviews(whole)
    for one in _with_parts(whole):
        one.replaced_at, one.withdrawn_reason = utcnow(), reason.strip()[:2000]
    audit.record(
        "figure.withdraw", actor=actor, subject=whole, before={"value": whole.value, "base": whole.base},
        reason=whole.withdrawn_reason, details={"indicator": whole.indicator, "ends_on": whole.ends_on.isoformat()},
    )  # fmt: skip
    return whole


def _check_reviews(whole: FrozenFigure) -> None:
    """A frozen document keeps what it rests on; the review of the year after compares with it too."""
    statement = (
        sa.select(AnnualReview.year, AnnualReview.content)
        .where(
            AnnualReview.state == ReviewState.FROZEN,
            AnnualReview.year.in_((whole.ends_on.year, whole.ends_on.year + 1)),
        )
        .order_by(AnnualReview.year)
        .with_for_update()
    )
    for year, content in db.session.execute(statement):
        if str(whole.id) in content:
            raise Conflict(RESTS, year=year)


def _with_parts(whole: FrozenFigure) -> list[FrozenFigure]:
    statement = (
        sa.select(FrozenFigure)
        .where(
            FrozenFigure.indicator == whole.indicator, FrozenFigure.version == whole.version,
            FrozenFigure.origin == whole.origin, FrozenFigure.starts_on == whole.starts_on,
            FrozenFigure.ends_on == whole.ends_on, FrozenFigure.replaced_at.is_(None),
        )
        .order_by(FrozenFigure.scope)
        .with_for_update()
    )  # fmt: skip
    return list(db.session.scalars(statement))
