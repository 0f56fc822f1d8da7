"""Prepare a campaign: who is asked, about which period, until when. Nobody is told before it opens."""

import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from app.accounts.models import Person
from app.core import audit
from app.core.clock import MOROCCO, today, utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import LANGUAGES, N_
from app.outcomes import campaigns, policy
from app.outcomes.models import Campaign
from app.outcomes.states import CampaignState
from app.questionnaires.queries import latest_published

FORM = "return"
REMINDERS = (14, 7, 2)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is. `audience` = {programmes: [keys], sites: [keys]}."""

    name: dict[str, str]
    starts_on: date
    ends_on: date
    deadline_at: datetime
    audience: dict[str, list[str]]
    reminder_days: list[int]


def create_campaign(*, campaign_id: uuid.UUID, actor: Person, plan: Plan) -> Campaign:
    """A draft with the newest published form of returns. `campaign_id` is made with the form: a double click is one."""
    _check(actor, plan)
    existing = db.session.get(Campaign, campaign_id)
    if existing is not None and existing.created_by_id == actor.id:
        return existing
    version = latest_published(FORM)
    if version is None:
        raise Conflict(N_("No form of returns is published yet. Run “flask catalogue seed”."))
    campaign = Campaign(id=campaign_id, form_version_id=version.id, created_by_id=actor.id, **_values(plan))
    with unless_duplicate(N_("This campaign was made already. Look at the list.")):
        db.session.add(campaign)
    audit.record("campaign.create", actor=actor, subject=campaign, after=_said(plan))
    return campaign


def change_campaign(*, campaign_id: uuid.UUID, actor: Person, plan: Plan) -> Campaign:
    """Only a draft changes; an open campaign has asked already."""
    campaign = campaigns.get(campaign_id, lock=True)
    _check(actor, plan)
    if campaign.state is not CampaignState.DRAFT:
        raise Conflict(N_("This campaign is open: its period and its startups no longer change."))
    before = _said(campaign)
    for name, value in _values(plan).items():
        setattr(campaign, name, value)
    db.session.flush()
    audit.record("campaign.change", actor=actor, subject=campaign, before=before, after=_said(plan))
    return campaign


def discard_campaign(*, campaign_id: uuid.UUID, actor: Person) -> None:
    """A draft that nobody was told about goes; its trace stays."""
    campaign = campaigns.get(campaign_id, lock=True)
    if not policy.can_run_campaigns(actor):
        raise NotAllowed
    if campaign.state is not CampaignState.DRAFT:
        raise Conflict(N_("This campaign is open: close it instead."))
    audit.record("campaign.discard", actor=actor, subject=campaign, before=_said(campaign))
    db.session.delete(campaign)
    db.session.flush()


def _check(actor: Person, plan: Plan) -> None:
    if not policy.can_run_campaigns(actor):
        raise NotAllowed
    if not all(plan.name.get(code, "").strip() for code in LANGUAGES):
        raise InvalidInput(N_("Write this text in the three languages."), field="name")
    if plan.starts_on > today():
        raise InvalidInput(N_("Choose a period that has begun."), field="year")
    check_deadline(plan.deadline_at, plan.ends_on)


def check_deadline(deadline_at: datetime, ends_on: date) -> None:
    if deadline_at <= utcnow():
        raise InvalidInput(N_("Choose a date in the future."), field="deadline")
    if deadline_at.astimezone(MOROCCO).date() <= ends_on:
        raise InvalidInput(N_("Choose a date after the end of the period."), field="deadline")


def _values(plan: Plan) -> dict[str, Any]:
    return {one.name: getattr(plan, one.name) for one in fields(plan)}


def _said(plan: Plan | Campaign) -> dict[str, Any]:
    return {
        "name": plan.name, "starts_on": plan.starts_on.isoformat(), "ends_on": plan.ends_on.isoformat(),
        "deadline_at": plan.deadline_at.isoformat(), "audience": plan.audience, "reminder_days": plan.reminder_days,
    }  # fmt: skip
