"""Editions as lists, the cohort of one, and startups by name."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Application
from app.applications.states import Stage
from app.cohorts import policy
from app.cohorts.models import Edition, HostingRequest, Participation, Residence
from app.cohorts.queries import Scope
from app.cohorts.states import ParticipationState
from app.core.clock import today
from app.core.db import db
from app.core.paging import Page, keyset, page_of
from app.programmes.models import Programme, Site
from app.startups.models import Startup

WHEN = ("running", "coming", "past")


@dataclass(frozen=True, slots=True)
class Filters:
    """Keys of a programme and a site, and one of WHEN; empty for all."""

    programme: str = ""
    site: str = ""
    when: str = ""


def page(person: Person, filters: Filters, *, scope: Scope, cursor: str | None = None, size: int = 50) -> Page[Any]:
    """The latest first, each with how many take part and how many did, within the rights given."""
    statement = (
        sa.select(
            Edition.id, Edition.name, Edition.starts_on, Edition.ends_on, Programme.name.label("programme"),
            Site.name.label("site"), _count(scope, ParticipationState.ACTIVE).label("active"),
            _count(scope).label("all"),
        )
        .join(Programme, Programme.id == Edition.programme_id)
        .join(Site, Site.id == Edition.site_id)
        .where(*_asked(person, filters))
    )  # fmt: skip
    statement, back = keyset(statement, [(Edition.starts_on, True), (Edition.id, False)], cursor, size)
    rows = db.session.execute(statement).all()
    return page_of(rows, [(row.starts_on, row.id) for row in rows], size=size, back=back, cursor=cursor)


def _asked(person: Person, filters: Filters) -> list[sa.ColumnElement[bool]]:
    now = today()
    found: list[sa.ColumnElement[bool]] = []
    if (allowed := policy.site_ids(person)) is not None:
        found.append(Edition.site_id.in_(allowed))
    if filters.programme:
        found.append(Programme.key == filters.programme)
    if filters.site:
        found.append(Site.key == filters.site)
    if filters.when == "running":
        found += [Edition.starts_on <= now, Edition.ends_on >= now]
    elif filters.when == "coming":
        found.append(Edition.starts_on > now)
    elif filters.when == "past":
        found.append(Edition.ends_on < now)
    return found


def _count(scope: Scope, *states: ParticipationState) -> sa.ScalarSelect[int]:
    statement = (
        sa.select(sa.func.count())
        .select_from(Participation)
        .join(Startup, Startup.id == Participation.startup_id)
        .where(Participation.edition_id == Edition.id, scope)
        .correlate(Edition)
    )
    return (statement.where(Participation.state.in_(states)) if states else statement).scalar_subquery()


def cohort(edition_id: uuid.UUID, scope: Scope, *, limit: int = 300) -> list[Any]:
    """Who takes or took part, by name, with the stage of the application that led there."""
    statement = (
        sa.select(
            Participation.id, Participation.startup_id, Startup.name.label("startup"), Participation.state,
            Participation.starts_on, Participation.ended_on, Participation.reason, Participation.application_id,
            Application.reference, Application.stage,
        )
        .join(Startup, Startup.id == Participation.startup_id)
        .outerjoin(Application, Application.id == Participation.application_id)
        .where(Participation.edition_id == edition_id, scope)
        .order_by(Startup.name, Participation.id)
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement))


def findable(unrelated: Scope) -> Scope:
    """Startups that the team may take up: not those that only wrote a draft, which nobody has sent."""

    def any_of(model: Any, *conditions: sa.ColumnElement[bool]) -> sa.Exists:
        return sa.exists().where(model.startup_id == Startup.id, *conditions).correlate(Startup)

    sent = any_of(Application, Application.stage.not_in((Stage.DRAFT, Stage.EXPIRED)))
    known = (sent, ~any_of(Application), any_of(Participation), any_of(Residence), any_of(HostingRequest))
    return sa.and_(unrelated, sa.or_(*known))


def startups_named(words: str, scope: Scope, *, limit: int = 20) -> list[Any]:
    """Startups whose name holds each of the words; id, name and founding day."""
    parts = [word for word in words.split() if word][:6]
    if not parts:
        return []
    statement = (
        sa.select(Startup.id, Startup.name, Startup.founded_on, Startup.ice)
        .where(scope, *(Startup.name.icontains(part, autoescape=True) for part in parts))
        .order_by(Startup.name, Startup.id)
        .limit(limit)
    )
    return list(db.session.execute(statement))


def default_day(edition: Edition) -> date:
    """From when somebody takes part who is admitted now: the beginning, or today once it has begun."""
    return min(max(edition.starts_on, today()), edition.ends_on)
