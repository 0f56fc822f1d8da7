"""Events and registrations: one by id, key or code, and lists for the public, a person and the team."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core.clock import MOROCCO, utcnow
from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, keyset, page_of
from app.events import codes, policy
from app.events.models import Event, Registration
from app.events.states import EventKind, EventState, RegistrationState
from app.programmes.models import Site

WITH_PLACE = (joinedload(Event.site), joinedload(Event.partner), joinedload(Event.programme))
WITH_EVENT = joinedload(Registration.event).joinedload(Event.site)


def _one(statement: Any) -> Any:
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def locked(event_id: uuid.UUID) -> Event:
    """The row of the event, locked: places are counted and given under this lock alone."""
    statement = sa.select(Event).where(Event.id == event_id).with_for_update()
    found: Event = _one(statement.execution_options(populate_existing=True))
    return found


def for_team(event_id: uuid.UUID, person: Person) -> Event:
    """NotFound for an event of a site that somebody has nothing to do with."""
    found: Event = _one(sa.select(Event).where(Event.id == event_id, policy.within(person)).options(*WITH_PLACE))
    return found


def by_key(key: str) -> Event:
    """An event as anybody may see it: not a draft."""
    statement = sa.select(Event).where(Event.key == key, Event.state != EventState.DRAFT).options(*WITH_PLACE)
    found: Event = _one(statement)
    return found


def registration(code: str, *, lock: bool = False) -> Registration:
    """By the code of its link, with its event and site."""
    statement = sa.select(Registration).where(Registration.code == codes.read(code)).options(WITH_EVENT)
    if lock:
        statement = statement.with_for_update(of=Registration)
    found: Registration = _one(statement.execution_options(populate_existing=True))
    return found


def certified(number: uuid.UUID) -> Registration:
    """By the number on a certificate; NotFound for somebody who was not there."""
    statement = sa.select(Registration).where(Registration.id == number, Registration.attended_at.is_not(None))
    found: Registration = _one(statement.options(WITH_EVENT))
    return found


def to_tell(event_id: uuid.UUID) -> list[Registration]:
    """Everybody who is registered or waits, in the order they came."""
    statement = (
        sa.select(Registration)
        .where(Registration.event_id == event_id, Registration.state != RegistrationState.CANCELLED)
        .options(WITH_EVENT)
        .order_by(Registration.created_at, Registration.id)
    )
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def anybody_came(event_id: uuid.UUID) -> bool:
    statement = sa.select(sa.exists().where(Registration.event_id == event_id, Registration.attended_at.is_not(None)))
    return bool(db.session.scalar(statement))


def first_waiting(event_id: uuid.UUID) -> Registration | None:
    statement = (
        sa.select(Registration)
        .where(Registration.event_id == event_id, Registration.state == RegistrationState.WAITING)
        .order_by(Registration.created_at, Registration.id)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).first()


def waiting_before(one: Registration) -> int:
    """How many stand before this one on the waiting list."""
    earlier = sa.or_(
        Registration.created_at < one.created_at,
        sa.and_(Registration.created_at == one.created_at, Registration.id < one.id),
    )
    statement = sa.select(sa.func.count()).where(
        Registration.event_id == one.event_id, Registration.state == RegistrationState.WAITING, earlier
    )
    return db.session.scalar(statement) or 0


def coming(*, limit: int = 50) -> list[Event]:
    """Those that are open for registration and not over, the soonest first."""
    statement = (
        sa.select(Event)
        .where(Event.state == EventState.OPEN, Event.ends_at > utcnow())
        .options(*WITH_PLACE)
        .order_by(Event.starts_at, Event.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def own(event_id: uuid.UUID, person: Person) -> Registration | None:
    """Somebody's registration for one event, with their address; not one that was cancelled."""
    statement = sa.select(Registration).where(
        Registration.event_id == event_id,
        Registration.email == person.email.lower(),
        Registration.state != RegistrationState.CANCELLED,
    )
    return db.session.scalars(statement).one_or_none()


def of_person(person: Person, *, limit: int = 50) -> list[Registration]:
    """One's registrations, made signed in or with one's address; the latest event first."""
    statement = (
        sa.select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(sa.or_(Registration.person_id == person.id, Registration.email == person.email.lower()))
        .options(WITH_EVENT)
        .order_by(Event.starts_at.desc(), Registration.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class Filters:
    """Of the team's list; empty for all."""

    kind: EventKind | None = None
    year: int | None = None
    site: str = ""
    past: bool = False


def page(person: Person, filters: Filters, *, cursor: str | None = None, size: int = 50) -> Page[Any]:
    """Coming ones from the soonest, or past ones from the latest, each with who is registered and who came."""
    statement = (
        sa.select(
            Event.id, Event.title, Event.kind, Event.state, Event.starts_at, Event.ends_at, Event.capacity,
            Event.places_taken, Site.name.label("site"), Event.place,
            _count(Registration.attended_at.is_not(None)).label("came"),
            _count(Registration.state == RegistrationState.WAITING).label("waiting"),
        )
        .outerjoin(Site, Site.id == Event.site_id)
        .where(policy.within(person), *_asked(filters))
    )  # fmt: skip
    order = [(Event.starts_at, filters.past), (Event.id, False)]
    statement, back = keyset(statement, order, cursor, size)
    rows = db.session.execute(statement).all()
    return page_of(rows, [(row.starts_at, row.id) for row in rows], size=size, back=back, cursor=cursor)


def _count(condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    statement = sa.select(sa.func.count()).where(Registration.event_id == Event.id, condition).correlate(Event)
    return statement.scalar_subquery()


def _asked(filters: Filters) -> list[sa.ColumnElement[bool]]:
    now = utcnow()
    found: list[sa.ColumnElement[bool]] = [Event.ends_at <= now if filters.past else Event.ends_at > now]
    if filters.kind:
        found.append(Event.kind == filters.kind)
    if filters.year:
        found += [Event.starts_at >= _new_year(filters.year), Event.starts_at < _new_year(filters.year + 1)]
    if filters.site:
        found.append(Site.key == filters.site)
    return found


def _new_year(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), tzinfo=MOROCCO)


def years(person: Person) -> list[int]:
    """From the first event to the last one, the latest first."""
    first, last = db.session.execute(
        sa.select(sa.func.min(Event.starts_at), sa.func.max(Event.starts_at)).where(policy.within(person))
    ).one()
    if first is None:
        return []
    return list(range(last.astimezone(MOROCCO).year, first.astimezone(MOROCCO).year - 1, -1))


LISTED = (
    Registration.id, Registration.full_name, Registration.email, Registration.state, Registration.code,
    Registration.attended_at, Registration.attended_by, Registration.startup_id, Registration.created_at,
)  # fmt: skip


def guests(event_id: uuid.UUID, *, words: str = "", cursor: str | None = None, size: int = 100) -> Page[Any]:
    """Who is registered, by name, those who cancelled left out."""
    statement = sa.select(*LISTED).where(
        Registration.event_id == event_id, Registration.state != RegistrationState.CANCELLED
    )
    if words:
        statement = statement.where(Registration.full_name.icontains(words, autoescape=True))
    statement, back = keyset(statement, [(Registration.full_name, False), (Registration.id, False)], cursor, size)
    rows = db.session.execute(statement).all()
    return page_of(rows, [(row.full_name, row.id) for row in rows], size=size, back=back, cursor=cursor)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one event: who is registered, waits, cancelled, came."""

    registered: int
    waiting: int
    cancelled: int
    came: int


def counts(event_id: uuid.UUID) -> Counts:
    def how_many(condition: sa.ColumnElement[bool]) -> Any:
        return sa.func.count(sa.case((condition, 1)))

    columns = [how_many(Registration.state == one) for one in RegistrationState]
    columns.append(how_many(Registration.attended_at.is_not(None)))
    registered, waiting, cancelled, came = db.session.execute(
        sa.select(*columns).where(Registration.event_id == event_id)
    ).one()
    return Counts(registered, waiting, cancelled, came)
