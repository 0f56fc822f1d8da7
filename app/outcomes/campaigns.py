"""Campaigns: the list, whom one would ask, and its timers. Each function is one statement."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import Edition, Participation, Residence
from app.core.db import db
from app.core.errors import NotFound
from app.core.jobs import Job, JobState
from app.outcomes.models import Campaign, Return
from app.outcomes.queries import Within
from app.outcomes.states import CampaignState, ReturnState
from app.programmes.models import Programme, Site
from app.startups.models import MemberRole, Membership, Startup

REMIND, REQUEST = "return.remind", "return.request"


def get(campaign_id: uuid.UUID, *, lock: bool = False) -> Campaign:
    statement = sa.select(Campaign).where(Campaign.id == campaign_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def latest(within: Within, *, limit: int = 60) -> Sequence[Any]:
    """(campaign, asked, sent) within the reader's startups, the latest deadline first."""
    mine = Return.startup_id.in_(sa.select(Startup.id).where(within))
    sent = sa.func.count(Return.id).filter(Return.state == ReturnState.SENT)
    statement = (
        sa.select(Campaign, sa.func.count(Return.id), sent)
        .outerjoin(Return, sa.and_(Return.campaign_id == Campaign.id, mine))
        .group_by(Campaign.id)
        .order_by(Campaign.deadline_at.desc(), Campaign.id)
        .limit(limit)
    )
    return db.session.execute(statement).all()


def audience(wanted: Mapping[str, Sequence[str]], starts_on: date, ends_on: date) -> sa.Select[uuid.UUID]:
    """Whom a campaign asks. Nothing chosen: every startup supported until the period ends, those that left too.

    With programmes or sites: those with a participation or a residence that overlaps the period there.
    """
    programmes, sites = list(wanted.get("programmes") or ()), list(wanted.get("sites") or ())
    narrow = bool(programmes or sites)
    taking_part = (
        sa.select(Participation.startup_id)
        .join(Edition, Edition.id == Participation.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .join(Site, Site.id == Edition.site_id)
        .where(Participation.starts_on <= ends_on)
    )
    staying = (
        sa.select(Residence.startup_id)
        .join(Site, Site.id == Residence.site_id)
        .outerjoin(Programme, Programme.id == Residence.programme_id)
        .where(Residence.starts_on <= ends_on)
    )
    if narrow:
        end = sa.func.coalesce(Participation.ended_on, Edition.ends_on)
        taking_part = taking_part.where(end >= starts_on)
        staying = staying.where(sa.or_(Residence.ends_on.is_(None), Residence.ends_on >= starts_on))
    if programmes:
        taking_part, staying = (
            taking_part.where(Programme.key.in_(programmes)),
            staying.where(Programme.key.in_(programmes)),
        )
    if sites:
        taking_part, staying = taking_part.where(Site.key.in_(sites)), staying.where(Site.key.in_(sites))
    return sa.select(Startup.id).where(sa.or_(Startup.id.in_(taking_part), Startup.id.in_(staying)))


def to_ask(wanted: Mapping[str, Sequence[str]], starts_on: date, ends_on: date) -> sa.Select[uuid.UUID]:
    """Those of the audience that no campaign has asked about this very period."""
    before = sa.select(Return.startup_id).where(Return.starts_on == starts_on, Return.ends_on == ends_on)
    return audience(wanted, starts_on, ends_on).where(Startup.id.not_in(before))


def asked_count(campaign_id: uuid.UUID) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Return.campaign_id == campaign_id)) or 0


def reach(wanted: Mapping[str, Sequence[str]], starts_on: date, ends_on: date) -> tuple[int, int, int]:
    """(startups, mails, left out) that a campaign would ask, write, and leave out because they were asked before."""
    asked, everybody = to_ask(wanted, starts_on, ends_on).subquery(), audience(wanted, starts_on, ends_on).subquery()
    mails = sa.select(sa.func.count()).where(
        Membership.startup_id.in_(sa.select(asked.c.id)), Membership.role == MemberRole.OWNER
    )
    count = sa.select(sa.func.count())
    row = db.session.execute(
        sa.select(
            count.select_from(asked).scalar_subquery(), mails.scalar_subquery(),
            count.select_from(everybody).scalar_subquery(),
        )
    ).one()  # fmt: skip
    return int(row[0]), int(row[1]), int(row[2]) - int(row[0])


def timers(campaign_id: uuid.UUID) -> list[Job]:
    """The reminders that are planned, the next one first."""
    statement = (
        sa.select(Job)
        .where(
            Job.kind == REMIND, Job.state == JobState.QUEUED,
            Job.payload["campaign_id"].as_string() == str(campaign_id),
        )
        .order_by(Job.run_at, Job.id)
        .limit(50)
    )  # fmt: skip
    return list(db.session.scalars(statement))


def open_count() -> int:
    """How many campaigns are open now."""
    return db.session.scalar(sa.select(sa.func.count()).where(Campaign.state == CampaignState.OPEN)) or 0
