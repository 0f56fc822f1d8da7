"""The outbox as the team may see it: mails about one's own files; links that let somebody in stay closed."""

import uuid
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.roles import Role
from app.applications.models import Application
from app.core.errors import NotAllowed, NotFound
from app.core.paging import Page
from app.mail import queries
from app.mail.models import Message
from app.mail.purposes import Purpose
from app.mail.states import MessageState
from app.reviews.scope import team_scope

SECRET = frozenset(
    {
        Purpose.CONFIRM_EMAIL, Purpose.ALREADY_REGISTERED, Purpose.RESET_PASSWORD, Purpose.PASSWORD_CHANGED,
        Purpose.EMAIL_CHANGED, Purpose.INVITATION, Purpose.MEMBER_INVITATION,
        Purpose.EVENT_REGISTERED, Purpose.EVENT_WAITING,
    }
)  # fmt: skip
"""About an account or with a link that lets somebody in: the text is for its addressee alone."""


def scope(person: Person) -> sa.ColumnElement[bool]:
    """Mails about the files one may read; administrators of everything also see those about no file."""
    about = Message.about_id.in_(sa.select(Application.id).where(team_scope(person)))
    if any(grant.role is Role.ADMIN and not grant.call_id and not grant.site_id for grant in person.grants):
        return sa.or_(Message.about_id.is_(None), about)
    return about


def page(
    person: Person,
    state: MessageState | None,
    *,
    purpose: Purpose | None = None,
    batch_id: uuid.UUID | None = None,
    cursor: str | None = None,
) -> Page[Any]:
    within = scope(person)
    if batch_id is not None:
        within = sa.and_(within, Message.batch_id == batch_id)
    return queries.outbox(state, purpose=purpose, cursor=cursor, within=within)


def counts(person: Person) -> dict[MessageState, int]:
    return queries.counts(within=scope(person))


def get(person: Person, message_id: uuid.UUID) -> Message:
    """One message; NotFound outside one's files."""
    return queries.get(message_id, within=scope(person))


def to_handle(person: Person, message_id: uuid.UUID) -> Message:
    """One message to release, discard or resend; NotAllowed for mails about accounts."""
    message = get(person, message_id)
    if message.purpose in SECRET and message.state is not MessageState.FAILED:
        raise NotAllowed
    return message


def held_of(person: Person, batch_id: uuid.UUID) -> list[uuid.UUID]:
    found = queries.held_of(batch_id, within=scope(person))
    if not found:
        raise NotFound
    return found
