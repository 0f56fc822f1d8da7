"""Returns: of a member of the startup, of the team, on a campaign's board. Each function is one statement."""

import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, keyset, page_of
from app.outcomes.models import Campaign, ReminderChoice, Return
from app.outcomes.queries import Within
from app.outcomes.states import CampaignState, ReturnState
from app.startups.models import MemberRole, Membership, Startup

EACH, ONCE, NEVER = "each", "once", "never"
FILLERS = (MemberRole.OWNER, MemberRole.EDITOR)


def _with_both(statement: Any, *, lock: bool) -> Any:
    statement = (
        statement.join(Campaign, Campaign.id == Return.campaign_id)
        .join(Startup, Startup.id == Return.startup_id)
        .where(Campaign.state != CampaignState.DRAFT)
        .options(contains_eager(Return.campaign), contains_eager(Return.startup))
    )
    if lock:
        statement = statement.with_for_update(of=Return).execution_options(populate_existing=True)
    return statement


def for_member(return_id: uuid.UUID, person_id: uuid.UUID, *, lock: bool = False) -> tuple[Return, Membership]:
    """A return with its campaign and startup, and the person's membership; NotFound for anybody else."""
    mine = sa.and_(Membership.startup_id == Return.startup_id, Membership.person_id == person_id)
    statement = sa.select(Return, Membership).join(Membership, mine).where(Return.id == return_id)
    row = db.session.execute(_with_both(statement, lock=lock)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def for_team(return_id: uuid.UUID, within: Within, *, lock: bool = False) -> Return:
    """A return within the reader's startups."""
    statement = sa.select(Return).where(Return.id == return_id, within)
    found: Return | None = db.session.scalars(_with_both(statement, lock=lock)).one_or_none()
    if found is None:
        raise NotFound
    return found


def of_person(person_id: uuid.UUID) -> Sequence[Any]:
    """(id, state, startup, campaign name, period, deadline) of open campaigns' returns that a person may fill."""
    statement = (
        sa.select(
            Return.id, Return.state, Startup.name.label("startup"), Campaign.name, Campaign.starts_on,
            Campaign.ends_on, Campaign.deadline_at,
        )
        .join(Campaign, Campaign.id == Return.campaign_id)
        .join(Startup, Startup.id == Return.startup_id)
        .join(Membership, Membership.startup_id == Return.startup_id)
        .where(
            Membership.person_id == person_id, Membership.role.in_(FILLERS), Campaign.state == CampaignState.OPEN
        )
        .order_by(Campaign.deadline_at, Startup.name, Return.id)
        .limit(20)
    )  # fmt: skip
    return db.session.execute(statement).all()


def sent_by(startup_id: uuid.UUID, *, limit: int = 10) -> list[Return]:
    """The returns a startup has sent, with their campaigns, the latest period first."""
    statement = (
        sa.select(Return)
        .join(Campaign, Campaign.id == Return.campaign_id)
        .where(Return.startup_id == startup_id, Return.state == ReturnState.SENT)
        .options(contains_eager(Return.campaign))
        .order_by(Return.ends_on.desc(), Return.starts_on, Return.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def often(startup_id: uuid.UUID) -> str:
    """How often a startup wants to be reminded."""
    return db.session.scalar(sa.select(ReminderChoice.often).where(ReminderChoice.startup_id == startup_id)) or EACH


def counts(campaign_id: uuid.UUID, within: Within, *, words: str = "") -> dict[ReturnState, int]:
    """How many returns stand in each state; `words`: of startups with such a name."""
    rows = db.session.execute(
        sa.select(Return.state, sa.func.count())
        .join(Startup, Startup.id == Return.startup_id)
        .where(Return.campaign_id == campaign_id, within, *_named(words))
        .group_by(Return.state)
    )
    return {state: count for state, count in rows}


def _named(words: str) -> list[sa.ColumnElement[bool]]:
    return [Startup.name.icontains(words, autoescape=True)] if words else []


def board(
    campaign_id: uuid.UUID, within: Within, *, state: ReturnState | None = None, words: str = "",
    cursor: str | None = None, size: int = 50,
) -> Page[Any]:  # fmt: skip
    """Rows of a campaign by the name of the startup: state, last saved, sent, reminders and the wish about them."""
    statement = (
        sa.select(
            Return.id, Return.startup_id, Startup.name, Return.state, Return.saved_at, Return.sent_at,
            Return.reminders, Return.reminded_at, ReminderChoice.often,
        )
        .join(Startup, Startup.id == Return.startup_id)
        .outerjoin(ReminderChoice, ReminderChoice.startup_id == Return.startup_id)
        .where(Return.campaign_id == campaign_id, within)
    )  # fmt: skip
    if state is not None:
        statement = statement.where(Return.state == state)
    statement = statement.where(*_named(words))
    statement, back = keyset(statement, [(Startup.name, False), (Return.id, False)], cursor, size)
    rows = db.session.execute(statement).all()
    return page_of(rows, [(row.name, row.id) for row in rows], size=size, back=back, cursor=cursor)


def of_campaign(campaign_id: uuid.UUID, *, within: Within | None = None) -> Sequence[Any]:
    """Rows (id, startup_id, state, sent_at) of every return of a campaign."""
    statement = (
        sa.select(Return.id, Return.startup_id, Return.state, Return.sent_at)
        .join(Startup, Startup.id == Return.startup_id)
        .where(Return.campaign_id == campaign_id)
        .order_by(Return.startup_id)
    )
    return db.session.execute(statement if within is None else statement.where(within)).all()


def awaited(campaign_id: uuid.UUID, *, after: uuid.UUID | None, limit: int) -> list[tuple[Return, str]]:
    """Returns of an open campaign that were not sent, with the wish about reminders, locked, in order of id."""
    statement = (
        sa.select(Return, ReminderChoice.often)
        .outerjoin(ReminderChoice, ReminderChoice.startup_id == Return.startup_id)
        .where(
            Return.campaign_id == campaign_id, Return.state != ReturnState.SENT, Campaign.state == CampaignState.OPEN
        )
        .order_by(Return.id)
        .limit(limit)
    )  # fmt: skip
    if after is not None:
        statement = statement.where(Return.id > after)
    rows = db.session.execute(_with_both(statement, lock=True))
    return [(one, wish or EACH) for one, wish in rows]


def is_late(campaign: Campaign) -> bool:
    return campaign.deadline_at < utcnow()


def asked_back(return_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[dict[str, Any], dict[str, Any]]]:
    """What was asked back, and the answers, of some returns."""
    rows = db.session.execute(sa.select(Return.id, Return.asked_back, Return.answers).where(Return.id.in_(return_ids)))
    return {key: (odd, answers) for key, odd, answers in rows}
