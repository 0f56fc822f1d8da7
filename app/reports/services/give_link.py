"""Give board members a link, take it back, and note what was read through it."""

import uuid
from datetime import datetime, timedelta

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.reports import board, policy
from app.reports.models import BoardLink, BoardVisit

LONGEST = timedelta(days=180)
MADE = N_("This link is made already. Reload the page.")


def give_link(*, link_id: uuid.UUID, label: str, expires_at: datetime, actor: Person) -> BoardLink:
    """`label` says for whom. At most half a year. `link_id` is made with the form: a double click gives one link."""
    if not policy.can_give_links(actor):
        raise NotAllowed
    if not label.strip():
        raise InvalidInput(N_("Write for whom the link is."), field="label")
    if not utcnow() < expires_at <= utcnow() + LONGEST:
        raise InvalidInput(N_("Choose a day within the next six months."), field="expires")
    existing = db.session.get(BoardLink, link_id)
    if existing is not None:
        if existing.created_by_id != actor.id:
            raise Conflict(MADE)
        return existing
    given = BoardLink(id=link_id, label=label.strip()[:200], expires_at=expires_at, created_by_id=actor.id)
    with unless_duplicate(MADE):
        db.session.add(given)
    audit.record("board_link.give", actor=actor, subject=given, after={"expires_at": expires_at.isoformat()})
    return given


def revoke_link(*, link_id: uuid.UUID, actor: Person) -> BoardLink:
    """Repeating it changes nothing."""
    if not policy.can_give_links(actor):
        raise NotAllowed
    found = board.link(link_id)
    if found.revoked_at is None:
        found.revoked_at, found.revoked_by_id = utcnow(), actor.id
        audit.record("board_link.revoke", actor=actor, subject=found)
    return found


def note_visit(*, link: BoardLink, page: str) -> None:
    db.session.add(BoardVisit(id=uuid.uuid4(), link_id=link.id, at=utcnow(), page=page[:120]))
