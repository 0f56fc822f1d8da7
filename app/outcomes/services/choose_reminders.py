"""How often a startup wants to be reminded: each time, once, or never."""

import uuid

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import upsert
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.outcomes.models import ReminderChoice
from app.outcomes.returns import EACH, NEVER, ONCE, often
from app.startups import policy, queries

ANSWERS = (EACH, ONCE, NEVER)


def choose_reminders(*, startup_id: uuid.UUID, actor: Person, often: str) -> None:
    """A member who may edit says it; others do not know of the startup."""
    membership = queries.membership(startup_id, actor.id)
    if membership is None:
        raise NotFound
    if not policy.can_edit(membership):
        raise NotAllowed
    if often not in ANSWERS:
        raise InvalidInput(N_("Choose one of the answers in the list."), field="often")
    _set(startup_id, often, actor)


def stop_reminders(*, startup_id: uuid.UUID) -> None:
    """Somebody followed the signed link of a mail: no account is needed."""
    _set(startup_id, NEVER, None)


def _set(startup_id: uuid.UUID, answer: str, actor: Person | None) -> None:
    startup, before = queries.get(startup_id), often(startup_id)
    upsert(ReminderChoice, {"startup_id": startup.id, "often": answer, "chosen_at": utcnow()}, key=("startup_id",))
    audit.record("reminders.choose", actor=actor, subject=startup, before=before, after=answer)
