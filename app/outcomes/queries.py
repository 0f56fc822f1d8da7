"""Figures, rounds, loans and grants; each function is one statement.

`within` is a clause about Startup.id: what the reader may follow up (app/reviews/scope.py makes it).
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Application
from app.cohorts.models import Participation, Residence
from app.core.audit import AuditEvent
from app.core.db import db
from app.core.errors import NotFound
from app.outcomes.measures import Measure
from app.outcomes.models import Funding, Outcome
from app.outcomes.policy import FOLLOWED
from app.startups.models import MemberRole, Membership, Startup

Within = sa.ColumnElement[bool]
LONGEST = 400
FIGURE, FUNDING = "figure", "funding"
"""The two kinds of rows that somebody enters and somebody else verifies."""


def after_yes() -> Within:
    """Startups that took a place, take part or took part, stay or stayed: a clause about Startup.id."""
    taken = sa.select(Application.startup_id).where(Application.stage.in_(FOLLOWED))
    return sa.or_(
        Startup.id.in_(sa.select(Participation.startup_id)),
        Startup.id.in_(sa.select(Residence.startup_id)),
        Startup.id.in_(taken),
    )


def startup(startup_id: uuid.UUID, within: Within, *, lock: bool = False) -> Startup:
    """A startup that is followed up; NotFound outside."""
    statement = sa.select(Startup).where(Startup.id == startup_id, after_yes(), within)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def of_startup(startup_id: uuid.UUID, *, limit: int = LONGEST) -> list[Outcome]:
    """Figures of one startup, the latest period first."""
    statement = (
        sa.select(Outcome)
        .where(Outcome.startup_id == startup_id)
        .order_by(Outcome.ends_on.desc(), Outcome.starts_on, Outcome.measure, Outcome.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def funding_of(startup_id: uuid.UUID) -> list[Funding]:
    """Rounds, loans and grants of one startup, the latest first, removed ones too."""
    statement = (
        sa.select(Funding)
        .where(Funding.startup_id == startup_id)
        .order_by(Funding.received_on.desc(), Funding.id)
        .limit(LONGEST)
    )
    return list(db.session.scalars(statement))


def figure(startup_id: uuid.UUID, measure: Measure, starts_on: date, ends_on: date) -> Outcome | None:
    """What is noted for one measure and period."""
    statement = sa.select(Outcome).where(
        Outcome.startup_id == startup_id, Outcome.measure == measure,
        Outcome.starts_on == starts_on, Outcome.ends_on == ends_on,
    )  # fmt: skip
    return db.session.scalars(statement).one_or_none()


def funding(startup_id: uuid.UUID, funding_id: uuid.UUID) -> Funding:
    """One round, loan or grant of this startup that was not removed."""
    statement = sa.select(Funding).where(
        Funding.id == funding_id, Funding.startup_id == startup_id, Funding.removed_at.is_(None)
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def row_for_update(kind: str, row_id: uuid.UUID, within: Within) -> Outcome | Funding:
    """A figure or a funding within the reader's startups, locked."""
    model: Any = {FIGURE: Outcome, FUNDING: Funding}.get(kind)
    if model is None:
        raise NotFound
    statement = (
        sa.select(model)
        .join(Startup, Startup.id == model.startup_id)
        .where(model.id == row_id, within)
        .with_for_update(of=model)
        .execution_options(populate_existing=True)
    )
    found: Outcome | Funding | None = db.session.scalars(statement).one_or_none()
    if found is None or getattr(found, "removed_at", None) is not None:
        raise NotFound
    return found


def has_evidence(startup_id: uuid.UUID, file_id: uuid.UUID) -> bool:
    """Whether a stored file is the evidence of a figure or a funding of this startup."""
    rows = sa.union_all(
        sa.select(Outcome.id).where(Outcome.startup_id == startup_id, Outcome.evidence_id == file_id),
        sa.select(Funding.id).where(Funding.startup_id == startup_id, Funding.evidence_id == file_id),
    ).subquery()
    return db.session.scalar(sa.select(rows.c.id).limit(1)) is not None


def figures_in(first: date, last: date, *, within: Within | None = None, verified: bool = False) -> Sequence[Any]:
    """Rows (startup_id, measure, starts_on, ends_on, value, verified_at) of periods that end between two days."""
    statement = (
        sa.select(
            Outcome.startup_id, Outcome.measure, Outcome.starts_on, Outcome.ends_on, Outcome.value, Outcome.verified_at
        )
        .join(Startup, Startup.id == Outcome.startup_id)
        .where(Outcome.ends_on >= first, Outcome.ends_on <= last)
        .order_by(Outcome.startup_id, Outcome.measure, Outcome.ends_on, Outcome.starts_on)
    )
    return _limited(statement, within, Outcome.verified_at if verified else None)


def funding_in(first: date, last: date, *, within: Within | None = None, verified: bool = False) -> Sequence[Any]:
    """Rows (id, startup_id, kind, received_on, amount, from_whom, verified_at) received between two days."""
    statement = (
        sa.select(
            Funding.id, Funding.startup_id, Funding.kind, Funding.received_on, Funding.amount, Funding.from_whom,
            Funding.verified_at,
        )
        .join(Startup, Startup.id == Funding.startup_id)
        .where(Funding.received_on >= first, Funding.received_on <= last, Funding.removed_at.is_(None))
        .order_by(Funding.received_on, Funding.id)
    )  # fmt: skip
    return _limited(statement, within, Funding.verified_at if verified else None)


def _limited(statement: Any, within: Within | None, verified: Any) -> Sequence[Any]:
    if within is not None:
        statement = statement.where(within)
    if verified is not None:
        statement = statement.where(verified.is_not(None))
    return db.session.execute(statement).all()


def history(startup_id: uuid.UUID, row_ids: Sequence[uuid.UUID], *, limit: int = 60) -> list[AuditEvent]:
    """What happened to the figures and fundings of a startup, the latest first."""
    subjects = [str(one) for one in (startup_id, *row_ids)]
    statement = (
        sa.select(AuditEvent)
        .where(
            AuditEvent.subject_id.in_(subjects),
            sa.or_(AuditEvent.action.startswith("outcome."), AuditEvent.action.startswith("funding.")),
        )
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def owners(startup_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Person]]:
    """Who is written to about each startup: its owners with a live account."""
    statement = (
        sa.select(Membership.startup_id, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.startup_id.in_(startup_ids), Membership.role == MemberRole.OWNER, Person.active.is_(True))
        .order_by(Membership.startup_id, Person.id)
    )
    found: dict[uuid.UUID, list[Person]] = {}
    for startup_id, person in db.session.execute(statement).unique():
        found.setdefault(startup_id, []).append(person)
    return found
