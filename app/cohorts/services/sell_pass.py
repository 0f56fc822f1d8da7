"""Sell a digital nomad's pass, by the day or by the month; cancel one."""

import uuid
from datetime import date

from app.accounts.models import Person
from app.cohorts import policy
from app.cohorts.models import Pass
from app.cohorts.states import PassKind
from app.cohorts.terms import last_day
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.fold import visible_text
from app.core.i18n import N_


def sell_pass(
    *,
    actor: Person,
    site_id: uuid.UUID,
    kind: PassKind,
    holder_name: str,
    starts_on: date,
    holder_email: str = "",
) -> Pass:
    """A month ends the day before the same day of the next one. A full site is a warning of the page, not a block."""
    if not policy.can_run_site(actor, site_id):
        raise NotAllowed
    name = visible_text(holder_name)
    if not name:
        raise InvalidInput(N_("Write the name of the holder."), field="holder_name")
    sold = Pass(
        id=uuid.uuid4(), site_id=site_id, kind=kind, holder_name=name, holder_email=holder_email.strip().lower(),
        starts_on=starts_on, ends_on=starts_on if kind is PassKind.DAY else last_day(starts_on, 1),
    )  # fmt: skip
    db.session.add(sold)
    db.session.flush()
    after = {"site": str(site_id), "kind": kind.value, "starts_on": str(starts_on), "ends_on": str(sold.ends_on)}
    audit.record("pass.sell", actor=actor, subject=sold, after=after)
    return sold


def cancel_pass(*, actor: Person, pass_id: uuid.UUID) -> Pass:
    """It no longer counts as a workplace taken, on any of its days."""
    sold = db.session.get(Pass, pass_id, with_for_update=True, populate_existing=True)
    if sold is None or not policy.can_read_site(actor, sold.site_id):
        raise NotFound
    if not policy.can_run_site(actor, sold.site_id):
        raise NotAllowed
    if sold.cancelled_at:
        raise Conflict(N_("This pass was cancelled already."))
    sold.cancelled_at = utcnow()
    audit.record("pass.cancel", actor=actor, subject=sold)
    return sold
