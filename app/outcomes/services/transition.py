"""The only writer of the states of campaigns and returns."""

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.outcomes.models import Campaign, Return
from app.outcomes.states import CAMPAIGNS, RETURNS, CampaignState, ReturnState


def move_campaign(campaign: Campaign, name: str, *, actor: Person | None) -> None:
    before = campaign.state
    campaign.state = CAMPAIGNS.next_state(before, name)
    if campaign.state is CampaignState.OPEN:
        campaign.opened_at, campaign.closed_at = campaign.opened_at or utcnow(), None
    if campaign.state is CampaignState.CLOSED:
        campaign.closed_at = utcnow()
    audit.record(f"campaign.{name}", actor=actor, subject=campaign, before=before.value, after=campaign.state.value)


def move_return(one: Return, name: str, *, actor: Person | None) -> None:
    before = one.state
    one.state = RETURNS.next_state(before, name)
    if one.state is ReturnState.SENT:
        one.sent_at, one.sent_by_id = utcnow(), actor.id if actor else None
    audit.record(f"return.{name}", actor=actor, subject=one, before=before.value, after=one.state.value)
