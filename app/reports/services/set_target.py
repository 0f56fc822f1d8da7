"""Note what an indicator is to reach, and when a site is to open; each announcement stays."""

import uuid
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import today
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_, number, short_date
from app.outcomes.measures import LARGEST_AMOUNT
from app.programmes import queries as programmes
from app.programmes.models import SitePlan, Target
from app.programmes.states import SiteState
from app.reports import figures, policy
from app.reports.indicators.model import Unit


def set_target(*, key: str, year: int, value: int, source: str, actor: Person, reason: str = "") -> Target:
    """One target for an indicator and year, percent for a share. Another one needs a reason; the trace keeps both."""
    if not policy.can_freeze(actor):
        raise NotAllowed
    _check(key, value)
    found = db.session.scalars(
        sa.select(Target).where(Target.indicator == key, Target.year == year).with_for_update()
    ).one_or_none()
    before = {"value": found.value, "source": found.source} if found else None
    if found is None:
        found = Target(id=uuid.uuid4(), indicator=key, year=year, value=value, source="")
        with unless_duplicate(N_("Somebody noted this target in the meantime. Reload the page.")):
            db.session.add(found)
    elif not reason.strip():
        raise InvalidInput(N_("A target is noted for this year already. Write why it changes."), field="reason")
    found.value, found.source, found.noted_by_id = value, source.strip()[:1000], actor.id
    audit.record(
        "target.set", actor=actor, subject=found, before=before, after={"value": value, "source": found.source},
        reason=reason.strip()[:2000] or None, details={"indicator": key, "year": year},
    )  # fmt: skip
    return found


def _check(key: str, value: int) -> None:
    one = figures.indicator(key)
    if value <= 0:
        raise InvalidInput(N_("Write a number above zero."), field="value")
    if one.unit is Unit.SHARE and value > 100:
        raise InvalidInput(N_("A share is at most 100 %."), field="value")
    if value > LARGEST_AMOUNT:
        raise InvalidInput(N_("Write %(most)s or less."), field="value", most=number(LARGEST_AMOUNT))


def plan_site(*, site_key: str, planned_on: date, announced_on: date, source: str, actor: Person) -> SitePlan:
    """A new day for a site that is not open yet; the earlier ones stay, so that the slip can be seen."""
    if not policy.can_freeze(actor):
        raise NotAllowed
    site = programmes.site(site_key)
    if site.status is not SiteState.PLANNED:
        raise Conflict(N_("This site is open already."), field="site")
    _check_days(site.id, planned_on, announced_on)
    plan = SitePlan(
        id=uuid.uuid4(), site_id=site.id, planned_on=planned_on, announced_on=announced_on,
        source=source.strip()[:1000], noted_by_id=actor.id,
    )  # fmt: skip
    db.session.add(plan)
    db.session.flush()
    audit.record("site.plan", actor=actor, subject=plan, after={"site": site_key, "planned_on": planned_on.isoformat()})
    return plan


def _check_days(site_id: uuid.UUID, planned_on: date, announced_on: date) -> None:
    """Announcements come one after the other, none in the future; a site opens after its announcement."""
    if announced_on > today():
        raise InvalidInput(N_("Write the day of the announcement: it is not in the future."), field="announced_on")
    if planned_on < announced_on:
        raise InvalidInput(N_("The site opens after the day of the announcement."), field="planned_on")
    last = db.session.scalar(sa.select(sa.func.max(SitePlan.announced_on)).where(SitePlan.site_id == site_id))
    if last is not None and announced_on < last:
        advice = N_("The last announcement is of %(day)s. Write a day that is not before it.")
        raise InvalidInput(advice, field="announced_on", day=short_date(last))
