"""Open a campaign: every startup of its audience gets a return, its owners a mail, and reminders are planned."""

import uuid
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit, jobs
from app.core.clock import MOROCCO, utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.i18n import N_
from app.outcomes import campaigns, policy
from app.outcomes.models import Campaign, Return
from app.outcomes.services.edit_campaign import check_deadline
from app.outcomes.services.transition import move_campaign
from app.outcomes.states import CampaignState, ReturnState

MORNING = time(9)


def open_campaign(*, campaign_id: uuid.UUID, actor: Person) -> int:
    """How many startups are asked. The returns are written in one statement; the mails follow by a job.

    A startup is asked once about a period: those that another campaign asked are left out. Open already: nothing
    more happens.
    """
    campaign = _mine(campaign_id, actor)
    if campaign.state is CampaignState.OPEN:
        return campaigns.asked_count(campaign.id)
    check_deadline(campaign.deadline_at, campaign.ends_on)
    asked = list(db.session.scalars(campaigns.to_ask(campaign.audience, campaign.starts_on, campaign.ends_on)))
    if not asked:
        raise Conflict(N_("No startup would be asked. Change whom the campaign is for."))
    move_campaign(campaign, "open", actor=actor)
    days = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
    with unless_duplicate(N_("Another campaign asked about this period at the same moment. Open it once more.")):
        db.session.execute(
            sa.insert(Return),
            [
                {"id": uuid.uuid4(), "campaign_id": campaign.id, "startup_id": one, "state": ReturnState.WAITING} | days
                for one in asked
            ],
        )
    jobs.enqueue(campaigns.REQUEST, campaign_id=str(campaign.id), after=None)
    plan_reminders(campaign)
    return len(asked)


def close_campaign(*, campaign_id: uuid.UUID, actor: Person) -> None:
    """No more answers; planned reminders are cancelled."""
    campaign = _mine(campaign_id, actor)
    if campaign.state is CampaignState.CLOSED:
        return
    move_campaign(campaign, "close", actor=actor)
    for timer in campaigns.timers(campaign.id):
        jobs.cancel(timer)


def reopen_campaign(*, campaign_id: uuid.UUID, actor: Person, deadline_at: datetime) -> None:
    """Answers are taken again, until a new deadline with its own reminders."""
    campaign = _mine(campaign_id, actor)
    check_deadline(deadline_at, campaign.ends_on)
    before = campaign.deadline_at
    move_campaign(campaign, "reopen", actor=actor)
    campaign.deadline_at = deadline_at
    db.session.flush()
    audit.record(
        "campaign.deadline", actor=actor, subject=campaign, before=before.isoformat(), after=deadline_at.isoformat()
    )
    plan_reminders(campaign)


def cancel_reminder(*, campaign_id: uuid.UUID, job_id: uuid.UUID, actor: Person) -> None:
    """Take one planned reminder out; what was cancelled or sent already is not found."""
    campaign = _mine(campaign_id, actor)
    timer = next((job for job in campaigns.timers(campaign.id) if job.id == job_id), None)
    if timer is None:
        raise NotFound
    jobs.cancel(timer)
    audit.record("campaign.cancel_reminder", actor=actor, subject=campaign, before=timer.run_at.isoformat())


def plan_reminders(campaign: Campaign) -> None:
    """A timer for the morning of each day before the deadline that is still to come."""
    last = campaign.deadline_at.astimezone(MOROCCO).date()
    for number in sorted({int(day) for day in campaign.reminder_days}, reverse=True):
        at = datetime.combine(last - timedelta(days=number), MORNING, tzinfo=MOROCCO)
        if at > utcnow():
            jobs.enqueue(
                campaigns.REMIND, run_at=at, campaign_id=str(campaign.id), days=number, after=None,
                due=campaign.deadline_at.isoformat(),
            )  # fmt: skip


def _mine(campaign_id: uuid.UUID, actor: Person) -> Campaign:
    campaign = campaigns.get(campaign_id, lock=True)
    if not policy.can_run_campaigns(actor):
        raise NotAllowed
    return campaign
