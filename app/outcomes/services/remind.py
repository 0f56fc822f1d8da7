"""Write to the owners of startups whose return is awaited: once at the opening, then as they wish to be reminded."""

import uuid
from datetime import timedelta

from app.accounts.models import Person
from app.core import audit
from app.core.clock import today, utcnow
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.mail.purposes import Purpose
from app.mail.render import external
from app.mail.services.enqueue import enqueue
from app.outcomes import policy, queries, returns, stopping
from app.outcomes.models import Return
from app.outcomes.queries import Within
from app.outcomes.returns import NEVER, ONCE
from app.outcomes.states import CampaignState, ReturnState

CHUNK = 100
BETWEEN = timedelta(days=1)
"""A reminder by hand leaves no sooner after the one before."""


def request_some(*, campaign_id: uuid.UUID, after: uuid.UUID | None) -> uuid.UUID | None:
    """Ask the next startups of an open campaign; returns where to go on, None at the end."""
    rows = returns.awaited(campaign_id, after=after, limit=CHUNK)
    owners = queries.owners([one.startup_id for one, _wish in rows])
    for one, _wish in rows:
        _write(Purpose.RETURN_REQUEST, one, owners.get(one.startup_id, []), key="request")
    return rows[-1][0].id if len(rows) == CHUNK else None


def remind_some(*, campaign_id: uuid.UUID, reminder: str, after: uuid.UUID | None) -> uuid.UUID | None:
    """Remind the next startups that have not sent; `reminder` names this one, so that none is written twice."""
    rows = returns.awaited(campaign_id, after=after, limit=CHUNK)
    owners = queries.owners([one.startup_id for one, _wish in rows])
    for one, wish in rows:
        if _wants(one, wish):
            _remind(one, owners.get(one.startup_id, []), key=reminder)
    return rows[-1][0].id if len(rows) == CHUNK else None


def remind_one(*, return_id: uuid.UUID, actor: Person, within: Within) -> int:
    """A member of the team reminds one startup now; returns how many mails were written."""
    one = returns.for_team(return_id, within, lock=True)
    if not policy.can_follow_up(actor):
        raise NotAllowed
    if one.campaign.state is not CampaignState.OPEN:
        raise Conflict(N_("The campaign is closed: nobody is reminded."))
    if one.state is ReturnState.SENT:
        raise Conflict(N_("This startup has answered: it is not reminded."))
    if not _wants(one, returns.often(one.startup_id)):
        raise Conflict(N_("This startup asked not to be reminded again."))
    if one.reminded_at is not None and utcnow() - one.reminded_at < BETWEEN:
        raise Conflict(N_("This startup was reminded less than a day ago."))
    owners = queries.owners([one.startup_id]).get(one.startup_id, [])
    written = _remind(one, owners, key=f"hand {today().isoformat()}")
    audit.record("return.remind", actor=actor, subject=one, after=written)
    return written


def _wants(one: Return, wish: str) -> bool:
    return wish != NEVER and not (wish == ONCE and one.reminders > 0)


def _remind(one: Return, owners: list[Person], *, key: str) -> int:
    written = _write(Purpose.RETURN_REMINDER, one, owners, key=key)
    if written:
        one.reminders, one.reminded_at = one.reminders + 1, utcnow()
    return written


def _write(purpose: Purpose, one: Return, owners: list[Person], *, key: str) -> int:
    """One mail to each owner, in their language; a repeat is left out."""
    written = 0
    for person in owners:
        values = {
            "startup": one.startup.name,
            "campaign": one.campaign.name,
            "until": one.campaign.deadline_at,
            "link": external(f"/{person.language}/returns/{one.id}"),
            "stop_link": external(f"/{person.language}/returns/stop/{stopping.token(one.startup_id)}"),
        }
        try:
            enqueue(
                purpose, to=person, values=values, about_id=one.id,
                once_key=f"{purpose.value}:{one.id}:{key}:{person.id}",
            )  # fmt: skip
            written += 1
        except Conflict as error:
            if type(error) is not Conflict:  # a text that is missing has to be seen
                raise
            continue  # written already, by a worker that was quicker
    return written
