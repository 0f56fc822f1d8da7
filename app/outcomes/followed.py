"""The team's list of startups after the yes: search, filters, and what is missing or to be verified."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.cohorts.models import Edition, Participation, Residence
from app.core.db import db
from app.core.paging import Page, keyset, page_of
from app.outcomes.models import Funding, Outcome
from app.outcomes.queries import Within, after_yes
from app.programmes.models import Programme, Site
from app.startups.models import Startup


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list asks for. Empty means no filter. `missing`: no figure of that year."""

    words: str = ""
    programme: str = ""
    site: str = ""
    missing: bool = False


def page(within: Within, filters: Filters, *, year: int, cursor: str | None = None, size: int = 50) -> Page[Any]:
    """(id, name, figures of the year, to verify) by name."""
    of_year = (Outcome.ends_on >= date(year, 1, 1), Outcome.ends_on <= date(year, 12, 31))
    figures = _count(Outcome, *of_year)
    unverified = _count(Outcome, Outcome.verified_at.is_(None), Outcome.value.is_not(None)) + _count(
        Funding, Funding.verified_at.is_(None), Funding.removed_at.is_(None)
    )
    statement = sa.select(Startup.id, Startup.name, figures.label("figures"), unverified.label("unverified")).where(
        after_yes(), within, *_narrowed(filters)
    )
    if filters.missing:
        statement = statement.where(Startup.id.not_in(sa.select(Outcome.startup_id).where(*of_year)))
    statement, back = keyset(statement, [(Startup.name, False), (Startup.id, False)], cursor, size)
    rows = db.session.execute(statement).all()
    return page_of(rows, [(row.name, row.id) for row in rows], size=size, back=back, cursor=cursor)


def _count(model: Any, *conditions: sa.ColumnElement[bool]) -> Any:
    counted = sa.select(sa.func.count()).where(model.startup_id == Startup.id, *conditions)
    return counted.correlate(Startup).scalar_subquery()


def _narrowed(filters: Filters) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if filters.words:
        found.append(Startup.name.icontains(filters.words, autoescape=True))
    if filters.programme or filters.site:
        taking_part = (
            sa.select(Participation.startup_id)
            .join(Edition, Edition.id == Participation.edition_id)
            .join(Programme, Programme.id == Edition.programme_id)
            .join(Site, Site.id == Edition.site_id)
        )
        staying = (
            sa.select(Residence.startup_id)
            .join(Site, Site.id == Residence.site_id)
            .outerjoin(Programme, Programme.id == Residence.programme_id)
        )
        if filters.programme:
            chosen = Programme.key == filters.programme
            taking_part, staying = taking_part.where(chosen), staying.where(chosen)
        if filters.site:
            there = Site.key == filters.site
            taking_part, staying = taking_part.where(there), staying.where(there)
        found.append(sa.or_(Startup.id.in_(taking_part), Startup.id.in_(staying)))
    return found


def places(startup_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[Any, Any]]]:
    """(programme or None, site) of every participation and residence of some startups, each once, latest first."""
    taking_part = (
        sa.select(Participation.startup_id, Programme.name.label("programme"), Site.name.label("site"),
                  Participation.starts_on.label("day"))
        .join(Edition, Edition.id == Participation.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .join(Site, Site.id == Edition.site_id)
        .where(Participation.startup_id.in_(startup_ids))
    )  # fmt: skip
    staying = (
        sa.select(Residence.startup_id, Programme.name, Site.name, Residence.starts_on)
        .join(Site, Site.id == Residence.site_id)
        .outerjoin(Programme, Programme.id == Residence.programme_id)
        .where(Residence.startup_id.in_(startup_ids))
    )
    both = sa.union_all(taking_part, staying).subquery()
    rows = db.session.execute(sa.select(both.c.startup_id, both.c.programme, both.c.site).order_by(both.c.day.desc()))
    found: dict[uuid.UUID, list[tuple[Any, Any]]] = {}
    for startup_id, programme, site in rows:
        listed = found.setdefault(startup_id, [])
        if (programme, site) not in listed:
            listed.append((programme, site))
    return found
