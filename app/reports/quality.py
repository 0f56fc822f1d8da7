"""What is missing or odd in the data behind the board's figures, each with the way to mend it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.cohorts.models import Edition, Participation, Residence
from app.cohorts.states import ParticipationState
from app.core.clock import today, utcnow
from app.core.db import db
from app.core.i18n import N_
from app.outcomes.measures import AIDS
from app.outcomes.models import Campaign, Funding, Return
from app.outcomes.states import CampaignState, ReturnState
from app.programmes.models import Site
from app.reviews.scope import followed
from app.startups.models import Startup

LISTED = 50
KINDS: dict[str, str] = {
    "returns": N_("Returns that were not sent"),
    "odd": N_("Figures that look odd and were not confirmed"),
    "amounts": N_("Rounds, loans and grants that nobody verified"),
    "doubles": N_("Rounds, loans and grants that may be noted twice"),
    "overlaps": N_("Residences of one startup that overlap"),
    "unclosed": N_("Participations still open after the end of their edition"),
    "nowhere": N_("Supported startups without a city"),
    "workplaces": N_("Open sites whose number of workplaces is unknown"),
}
"""Every check, in its order."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `detail` holds plain values; `target` the id that the link needs."""

    startup_id: uuid.UUID | None
    name: str
    detail: tuple[Any, ...]
    target: Any


def findings(person: Person) -> dict[str, Sequence[Finding]]:
    """Up to 51 of each kind within the person's startups: one more than is listed says that there are more."""
    return {kind: check(person) for kind, check in CHECKS.items()}


def _returns(person: Person) -> list[Finding]:
    """Of campaigns that are closed, or whose deadline has passed."""
    statement = (
        sa.select(Return.id, Startup.id, Startup.name, Campaign.name, Campaign.deadline_at, Campaign.id)
        .join(Campaign, Campaign.id == Return.campaign_id)
        .join(Startup, Startup.id == Return.startup_id)
        .where(
            Return.state != ReturnState.SENT,
            sa.or_(
                Campaign.state == CampaignState.CLOSED,
                sa.and_(Campaign.state == CampaignState.OPEN, Campaign.deadline_at < utcnow()),
            ),
            followed(person),
        )
        .order_by(Campaign.deadline_at.desc(), Startup.name, Return.id)
        .limit(LISTED + 1)
    )
    rows = db.session.execute(statement)
    return [Finding(startup, name, (title, at), campaign) for _id, startup, name, title, at, campaign in rows]


def _odd(person: Person) -> list[Finding]:
    """Sent returns with a question that was asked back and left without an answer."""
    statement = (
        sa.select(Return.id, Startup.id, Startup.name, Return.asked_back)
        .join(Startup, Startup.id == Return.startup_id)
        .where(
            Return.state == ReturnState.SENT,
            sa.cast(Return.asked_back, sa.Text).not_in(("{}", "null")),
            followed(person),
        )
        .order_by(Startup.name, Return.id)
        .limit(LISTED + 1)
    )
    return [Finding(startup, name, (len(odd),), key) for key, startup, name, odd in db.session.execute(statement)]


def _amounts(person: Person) -> list[Finding]:
    statement = (
        sa.select(Funding.id, Startup.id, Startup.name, Funding.kind, Funding.amount, Funding.received_on)
        .join(Startup, Startup.id == Funding.startup_id)
        .where(Funding.verified_at.is_(None), Funding.removed_at.is_(None), followed(person))
        .order_by(Funding.received_on.desc(), Funding.id)
        .limit(LISTED + 1)
    )
    rows = db.session.execute(statement)
    return [Finding(startup, name, (kind, amount, day), key) for key, startup, name, kind, amount, day in rows]


def _doubles(person: Person) -> list[Finding]:
    """Two of one startup, both rounds or both loans and grants, with the same amount or on the same day."""
    other = aliased(Funding, name="other")
    statement = (
        sa.select(other.id, Startup.id, Startup.name, Funding.amount, Funding.received_on, other.received_on)
        .join(other, sa.and_(other.startup_id == Funding.startup_id, other.id != Funding.id))
        .join(Startup, Startup.id == Funding.startup_id)
        .where(
            Funding.removed_at.is_(None),
            other.removed_at.is_(None),
            Funding.kind.in_(AIDS) == other.kind.in_(AIDS),
            sa.or_(Funding.amount == other.amount, Funding.received_on == other.received_on),
            sa.or_(
                Funding.recorded_at < other.recorded_at,
                sa.and_(Funding.recorded_at == other.recorded_at, Funding.id < other.id),
            ),
            followed(person),
        )
        .order_by(Startup.name, Funding.received_on, Funding.id, other.id)
        .limit(LISTED + 1)
    )
    rows = db.session.execute(statement)
    return [Finding(startup, name, (amount, one, two), key) for key, startup, name, amount, one, two in rows]


def _overlaps(person: Person) -> list[Finding]:
    """Of one site or of two: nobody says which place the startup really had."""
    other, there = aliased(Residence, name="other"), aliased(Site, name="there")
    far = date(9999, 12, 31)
    statement = (
        sa.select(other.id, Startup.id, Startup.name, Site.name, Residence.starts_on, there.name, other.starts_on)
        .join(other, other.startup_id == Residence.startup_id)
        .join(Startup, Startup.id == Residence.startup_id)
        .join(Site, Site.id == Residence.site_id)
        .join(there, there.id == other.site_id)
        .where(
            sa.or_(
                Residence.starts_on < other.starts_on,
                sa.and_(Residence.starts_on == other.starts_on, Residence.id < other.id),
            ),
            sa.func.coalesce(Residence.ends_on, far) >= other.starts_on,
            followed(person),
        )
        .order_by(Startup.name, Residence.starts_on, Residence.id, other.id)
        .limit(LISTED + 1)
    )
    rows = db.session.execute(statement)
    return [Finding(startup, name, tuple(places), key) for key, startup, name, *places in rows]


def _nowhere(person: Person) -> list[Finding]:
    """Startups that take part or stay somewhere, and whose own city or region nobody noted."""
    supported = sa.union(sa.select(Participation.startup_id), sa.select(Residence.startup_id))
    statement = (
        sa.select(Startup.id, Startup.name)
        .where(
            sa.or_(Startup.region_code.is_(None), Startup.city.is_(None)), Startup.id.in_(supported), followed(person)
        )
        .order_by(Startup.name, Startup.id)
        .limit(LISTED + 1)
    )
    return [Finding(key, name, (), key) for key, name in db.session.execute(statement)]


def _unclosed(person: Person) -> list[Finding]:
    statement = (
        sa.select(Participation.id, Startup.id, Startup.name, Edition.ends_on)
        .join(Edition, Edition.id == Participation.edition_id)
        .join(Startup, Startup.id == Participation.startup_id)
        .where(Participation.state == ParticipationState.ACTIVE, Edition.ends_on < today(), followed(person))
        .order_by(Edition.ends_on, Startup.name, Participation.id)
        .limit(LISTED + 1)
    )
    return [Finding(startup, name, (day,), key) for key, startup, name, day in db.session.execute(statement)]


def _workplaces(person: Person) -> list[Finding]:
    statement = (
        sa.select(Site.key, Site.name).where(Site.status == "open", Site.workplaces.is_(None)).order_by(Site.key)
    )
    return [Finding(None, "", (name,), key) for key, name in db.session.execute(statement.limit(LISTED + 1))]


CHECKS = {
    "returns": _returns, "odd": _odd, "amounts": _amounts, "doubles": _doubles, "overlaps": _overlaps,
    "unclosed": _unclosed, "nowhere": _nowhere, "workplaces": _workplaces,
}  # fmt: skip
