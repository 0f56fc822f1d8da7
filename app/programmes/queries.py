"""The catalogue: one function per page that shows it."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.core.i18n import localized
from app.programmes.models import Call, Opening, Programme, Region, Site
from app.programmes.states import CallState


def regions() -> list[Region]:
    return list(db.session.scalars(sa.select(Region).order_by(Region.code)))


def sites() -> list[Site]:
    """Every site with its region: open ones first, oldest first."""
    order = sa.case((Site.status == "open", 0), (Site.status == "paused", 1), else_=2)
    statement = sa.select(Site).options(joinedload(Site.region)).order_by(order, Site.opened_on, Site.key)
    return list(db.session.scalars(statement))


def site(key: str) -> Site:
    found = db.session.scalars(sa.select(Site).where(Site.key == key).options(joinedload(Site.region))).one_or_none()
    if found is None:
        raise NotFound
    return found


def programmes(*, published_only: bool = True) -> list[Programme]:
    statement = sa.select(Programme).order_by(Programme.position, Programme.key)
    if published_only:
        statement = statement.where(Programme.published.is_(True))
    return list(db.session.scalars(statement))


def programme(key: str) -> Programme:
    found = db.session.scalars(sa.select(Programme).where(Programme.key == key)).one_or_none()
    if found is None:
        raise NotFound
    return found


def calls(*, limit: int = 100) -> list[Call]:
    """Every call, the latest first."""
    return list(db.session.scalars(sa.select(Call).order_by(Call.opens_at.desc(), Call.id).limit(limit)))


def open_calls(now: datetime) -> list[Call]:
    """Calls that can be answered now, with their openings; the one that closes first stands first."""
    statement = (
        sa.select(Call)
        .where(Call.state == CallState.OPEN, Call.opens_at <= now, Call.closes_at >= now)
        .options(
            selectinload(Call.openings).joinedload(Opening.programme),
            selectinload(Call.openings).joinedload(Opening.site),
        )
        .order_by(Call.closes_at, Call.id)
    )
    return list(db.session.scalars(statement).unique())


def get_call(call_id: uuid.UUID) -> Call:
    call = db.session.get(Call, call_id)
    if call is None:
        raise NotFound
    return call


def call_by_key(key: str) -> Call:
    """A call with its openings, their programmes and sites."""
    statement = sa.select(Call).where(Call.key == key).options(*_with_openings())
    call = db.session.scalars(statement).unique().one_or_none()
    if call is None:
        raise NotFound
    return call


def call_for_update(call_id: uuid.UUID) -> Call:
    statement = sa.select(Call).where(Call.id == call_id).with_for_update().execution_options(populate_existing=True)
    call = db.session.scalars(statement).one_or_none()
    if call is None:
        raise NotFound
    return call


def openings(call_id: uuid.UUID, *, rules: bool = False) -> list[Opening]:
    """Openings of a call with programme and site (and rules), in their order."""
    statement = (
        sa.select(Opening)
        .where(Opening.call_id == call_id)
        .options(joinedload(Opening.programme), joinedload(Opening.site))
        .order_by(Opening.position, Opening.id)
    )
    if rules:
        statement = statement.options(selectinload(Opening.rules))
    return list(db.session.scalars(statement).unique())


def opening(opening_id: uuid.UUID) -> Opening:
    statement = (
        sa.select(Opening)
        .where(Opening.id == opening_id)
        .options(joinedload(Opening.programme), joinedload(Opening.site), selectinload(Opening.rules))
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def openings_of_programme(programme_id: uuid.UUID, now: datetime) -> list[Opening]:
    """Where a programme can be applied to now."""
    statement = (
        sa.select(Opening)
        .join(Call, Call.id == Opening.call_id)
        .where(
            Opening.programme_id == programme_id,
            Call.state == CallState.OPEN,
            Call.opens_at <= now,
            Call.closes_at >= now,
        )
        .options(joinedload(Opening.call), joinedload(Opening.site), joinedload(Opening.programme))
        .order_by(Call.closes_at, Opening.position, Opening.id)
    )
    return list(db.session.scalars(statement))


def _with_openings() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    return (
        selectinload(Call.openings).joinedload(Opening.programme),
        selectinload(Call.openings).joinedload(Opening.site),
    )


def scope_names(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of sites and calls for a handful of ids, in the reader's language, in one statement."""
    if not ids:
        return {}
    rows = sa.union_all(
        sa.select(Site.id, Site.name).where(Site.id.in_(ids)), sa.select(Call.id, Call.title).where(Call.id.in_(ids))
    )
    return {key: localized(name) for key, name in db.session.execute(rows)}
