"""Note what an indicator is to reach, and when a site is to open; each announcement stays."""

import uuid
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.programmes import queries as programmes
from app.programmes.models import SitePlan, Target
from app.programmes.states import SiteState
from app.reports import figures, policy


def set_target(*, key: str, year: int, value: int, source: str, actor: Person) -> Target:
    """One target for an indicator and year: a later one replaces it, and the trace keeps both."""
    if not policy.can_freeze(actor):
        raise NotAllowed
    figures.indicator(key)
    if value <= 0:
        raise InvalidInput(N_("Write a number above zero."), field="value")
    found = db.session.scalars(
        sa.select(Target).where(Target.indicator == key, Target.year == year).with_for_update()
    ).one_or_none()
    before = {"value": found.value, "source": found.source} if found else None
    if found is None:
        found = Target(id=uuid.uuid4(), indicator=key, year=year, value=value, source="")
        with unless_duplicate(N_("Somebody noted this target in the meantime. Reload the page.")):
            db.session.add(found)
    found.value, found.source, found.noted_by_id = value, source.strip()[:1000], actor.id
    audit.record(
        "target.set", actor=actor, subject=found, before=before, after={"value": value, "source": found.source},
        details={"indicator": key, "year": year},
    )  # fmt: skip
    return found


def plan_site(*, site_key: str, planned_on: date, announced_on: date, source: str, actor: Person) -> SitePlan:
    """A new day for a site that is not open yet; the earlier ones stay, so that the slip can be seen."""
    if not policy.can_freeze(actor):
        raise NotAllowed
    site = programmes.site(site_key)
    if site.status is not SiteState.PLANNED:
        raise Conflict(N_("This site is open already."), field="site")
    plan = SitePlan(
        id=uuid.uuid4(), site_id=site.id, planned_on=planned_on, announced_on=announced_on,
        source=source.strip()[:1000], noted_by_id=actor.id,
    )  # fmt: skip
    db.session.add(plan)
    db.session.flush()
    audit.record("site.plan", actor=actor, subject=plan, after={"site": site_key, "planned_on": planned_on.isoformat()})
    return plan
