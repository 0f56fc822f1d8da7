"""What follows by itself: the mails of a campaign that opens, and its reminders; a chunk at a time."""

import uuid

from app.core import jobs
from app.outcomes.campaigns import REMIND, REQUEST
from app.outcomes.services.remind import remind_some, request_some


@jobs.handles(REQUEST)
def request(campaign_id: str, after: str | None) -> None:
    last = request_some(campaign_id=uuid.UUID(campaign_id), after=uuid.UUID(after) if after else None)
    if last:
        jobs.enqueue(REQUEST, campaign_id=campaign_id, after=str(last))


@jobs.handles(REMIND)
def remind(campaign_id: str, days: int, due: str, after: str | None) -> None:
    """Only those who have not sent when it runs, as they wish; a closed campaign reminds nobody."""
    last = remind_some(
        campaign_id=uuid.UUID(campaign_id), reminder=f"{due}-{days}", after=uuid.UUID(after) if after else None
    )
    if last:
        jobs.enqueue(REMIND, campaign_id=campaign_id, days=days, due=due, after=str(last))
