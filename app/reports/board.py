"""Links for board members: signed, read-only, until a date or until revoked; each page read is noted."""

import uuid

import sqlalchemy as sa

from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import NotFound
from app.reports.models import BoardLink, BoardVisit


def links() -> list[tuple[BoardLink, int]]:
    """Every link with how often it was used, the latest first."""
    visits = (
        sa.select(BoardVisit.link_id, sa.func.count().label("count")).group_by(BoardVisit.link_id).subquery("visits")
    )
    statement = (
        sa.select(BoardLink, sa.func.coalesce(visits.c.count, 0))
        .outerjoin(visits, visits.c.link_id == BoardLink.id)
        .order_by(BoardLink.created_at.desc(), BoardLink.id)
        .limit(100)
    )
    return [(link, int(count)) for link, count in db.session.execute(statement)]


def link(link_id: uuid.UUID) -> BoardLink:
    found = db.session.get(BoardLink, link_id)
    if found is None:
        raise NotFound
    return found


def visits(link_id: uuid.UUID) -> list[BoardVisit]:
    statement = sa.select(BoardVisit).where(BoardVisit.link_id == link_id)
    return list(db.session.scalars(statement.order_by(BoardVisit.at.desc(), BoardVisit.id).limit(200)))


def is_open(one: BoardLink) -> bool:
    return one.revoked_at is None and utcnow() < one.expires_at


def usable(link_id: uuid.UUID) -> BoardLink:
    """The link, if it still opens anything; the same NotFound for one that expired, was revoked or never was."""
    found = link(link_id)
    if not is_open(found):
        raise NotFound
    return found
