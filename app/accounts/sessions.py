"""Browsers that are signed in: every request asks here, so that a sign-out ends each copy of the cookie."""

import uuid
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import BrowserSession, Person
from app.core.db import db


def find_session(uniquifier: str, token_hash: str) -> tuple[Person, datetime] | None:
    """Who is signed in by this cookie, and when it was last used; None once it was ended."""
    statement = (
        sa.select(Person, BrowserSession.seen_at)
        .join(BrowserSession, BrowserSession.person_id == Person.id)
        .where(Person.fs_uniquifier == uniquifier, BrowserSession.token_hash == token_hash)
    )
    found = db.session.execute(statement).unique().one_or_none()
    return (found[0], found[1]) if found else None


def begin_session(*, person_id: uuid.UUID, token_hash: str, now: datetime, forget_before: datetime) -> None:
    """Note a new sign-in, and drop the rows of everybody that ran out before `forget_before`."""
    db.session.execute(sa.delete(BrowserSession).where(BrowserSession.seen_at < forget_before))
    db.session.add(BrowserSession(token_hash=token_hash, person_id=person_id, seen_at=now))


def touch_session(token_hash: str, now: datetime) -> None:
    """The browser is still in use."""
    db.session.execute(sa.update(BrowserSession).where(BrowserSession.token_hash == token_hash).values(seen_at=now))


def end_session(token_hash: str) -> None:
    """Sign this browser out, and whoever copied its cookie."""
    db.session.execute(sa.delete(BrowserSession).where(BrowserSession.token_hash == token_hash))
