"""The outbox: by state, about a file, of a batch."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, keyset, page_of
from app.mail.models import Message
from app.mail.purposes import OUTCOMES, Purpose
from app.mail.states import MessageState

WAITING = (MessageState.HELD, MessageState.QUEUED, MessageState.SENDING)


def get_for_update(message_id: uuid.UUID) -> Message:
    statement = sa.select(Message).where(Message.id == message_id).with_for_update()
    message = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if message is None:
        raise NotFound
    return message


def get(message_id: uuid.UUID, *, within: sa.ColumnElement[bool] | None = None) -> Message:
    """One message, inside the limit given; NotFound otherwise."""
    statement = sa.select(Message).where(Message.id == message_id, *_limits(within))
    message = db.session.scalars(statement).one_or_none()
    if message is None:
        raise NotFound
    return message


def waiting_outcomes(about_id: uuid.UUID) -> list[Message]:
    """Outcome mails not yet sent about a file."""
    statement = sa.select(Message).where(
        Message.about_id == about_id, Message.state.in_(WAITING), Message.purpose.in_(OUTCOMES)
    )
    return list(db.session.scalars(statement))


def waiting_about(about_id: uuid.UUID) -> list[Message]:
    """Every mail not yet sent about a file or a return."""
    statement = sa.select(Message).where(Message.about_id == about_id, Message.state.in_(WAITING))
    return list(db.session.scalars(statement.order_by(Message.created_at, Message.id)))


def _limits(within: sa.ColumnElement[bool] | None) -> list[sa.ColumnElement[bool]]:
    """`within` is the right to read, made by a package that knows people and files."""
    return [] if within is None else [within]


def outbox(
    state: MessageState | None,
    *,
    purpose: Purpose | None = None,
    cursor: str | None = None,
    size: int = 50,
    within: sa.ColumnElement[bool] | None = None,
) -> Page[Any]:
    """Messages newest first: id, when, purpose, address, subject, language, state, batch."""
    columns = (
        Message.id, Message.created_at, Message.purpose, Message.to_email, Message.subject,
        Message.language, Message.state, Message.batch_id, Message.last_error, Message.sent_at,
    )  # fmt: skip
    statement = sa.select(*columns).where(*_limits(within))
    if state is not None:
        statement = statement.where(Message.state == state)
    if purpose is not None:
        statement = statement.where(Message.purpose == purpose)
    statement, back = keyset(statement, [(Message.created_at, True), (Message.id, True)], cursor, size)
    rows: Sequence[Any] = db.session.execute(statement).all()
    return page_of(rows, [(r.created_at, r.id) for r in rows], size=size, back=back, cursor=cursor)


def held_of(batch_id: uuid.UUID, *, within: sa.ColumnElement[bool] | None = None) -> list[uuid.UUID]:
    statement = sa.select(Message.id).where(
        Message.batch_id == batch_id, Message.state == MessageState.HELD, *_limits(within)
    )
    return list(db.session.scalars(statement.order_by(Message.created_at, Message.id)))


def count_blocked() -> tuple[int, str]:
    """How many messages wait because the server refuses this installation, and what it said last (“” if none)."""
    stuck = (Message.blocked, Message.state.in_((MessageState.QUEUED, MessageState.SENDING)))
    count = db.session.scalar(sa.select(sa.func.count()).select_from(Message).where(*stuck)) or 0
    said = sa.select(Message.last_error).where(*stuck).order_by(Message.created_at.desc(), Message.id).limit(1)
    return count, (db.session.scalar(said) or "") if count else ""


def counts(*, within: sa.ColumnElement[bool] | None = None) -> dict[MessageState, int]:
    """How many messages wait, are held or failed; sent ones are not counted."""
    rows = db.session.execute(
        sa.select(Message.state, sa.func.count())
        .where(Message.state.in_((*WAITING, MessageState.FAILED)), *_limits(within))
        .group_by(Message.state)
    )
    return {state: count for state, count in rows}
