"""Sell a digital nomad's pass, by the day or by the month; cancel one."""

import uuid
from datetime import date, timedelta

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.models import Pass
from app.cohorts.room import check_room
from app.cohorts.services.begin_residence import NOTED
from app.cohorts.states import PassKind
from app.cohorts.terms import last_day
from app.core import audit
from app.core.clock import today, utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_, short_date
from app.core.typed import read_address, read_name

LATE = timedelta(days=31)


def sell_pass(
    *,
    actor: Person,
    site_id: uuid.UUID,
    kind: PassKind,
    holder_name: str,
    starts_on: date,
    holder_email: str = "",
    pass_id: uuid.UUID | None = None,
    beyond: bool = False,
) -> Pass:
    """A month ends the day before the same day of the next one.

    `pass_id` is made with the form, so that a double click sells one pass. `beyond` says that there are more
    workplaces than the site has.
    """
    if not policy.can_run_site(actor, site_id):
        raise NotAllowed
    queries.lock_site(site_id)
    known = db.session.get(Pass, pass_id) if pass_id else None
    if known is not None:
        if known.site_id == site_id:
            return known
        raise Conflict(NOTED)
    email = read_address(holder_email, field="holder_email") if holder_email.strip() else ""
    name = read_name(holder_name, field="holder_name", missing=N_("Write the name of the holder."))
    if starts_on < (earliest := today() - LATE):
        raise InvalidInput(
            N_("A pass is noted at most 31 days late. Choose %(day)s or a later day."),
            field="starts_on",
            day=short_date(earliest),
        )
    sold = Pass(
        id=pass_id or uuid.uuid4(), site_id=site_id, kind=kind, holder_name=name,
        holder_email=email, starts_on=starts_on,
        ends_on=starts_on if kind is PassKind.DAY else last_day(starts_on, 1),
    )  # fmt: skip
    with unless_duplicate(NOTED):
        db.session.add(sold)
    check_room(site_id, starts_on, sold.ends_on, beyond=beyond)
    after = {"site": str(site_id), "kind": kind.value, "starts_on": str(starts_on), "ends_on": str(sold.ends_on)}
    audit.record("pass.sell", actor=actor, subject=sold, after=after, details={"beyond": True} if beyond else None)
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
