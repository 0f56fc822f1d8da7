"""Applications, answers, snapshots: one function per page that shows them."""

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.applications.models import Answer, Application, Choice, RuleResult, Snapshot
from app.core.db import db
from app.core.errors import NotFound
from app.programmes.models import Call, Opening, Programme, Region, Site
from app.programmes.states import CallState
from app.startups.models import Membership, Startup


def for_member(application_id: uuid.UUID, person_id: uuid.UUID) -> tuple[Application, Membership]:
    """An application with its call and startup, and the person's membership; NotFound for anybody else."""
    statement = (
        sa.select(Application, Membership)
        .join(Membership, sa.and_(Membership.startup_id == Application.startup_id, Membership.person_id == person_id))
        .where(Application.id == application_id)
        .options(joinedload(Application.call), joinedload(Application.startup))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def for_member_update(application_id: uuid.UUID, person_id: uuid.UUID) -> tuple[Application, Membership]:
    """The same, read again and locked until the end of the transaction."""
    statement = (
        sa.select(Application, Membership)
        .join(Membership, sa.and_(Membership.startup_id == Application.startup_id, Membership.person_id == person_id))
        .join(Application.call)
        .join(Application.startup)
        .where(Application.id == application_id)
        .options(contains_eager(Application.call), contains_eager(Application.startup))
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def get_for_update(application_id: uuid.UUID) -> Application:
    """Locked, with call and startup. The caller checks the right."""
    statement = (
        sa.select(Application)
        .join(Application.call)
        .join(Application.startup)
        .where(Application.id == application_id)
        .options(contains_eager(Application.call), contains_eager(Application.startup))
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    )
    application = db.session.scalars(statement).one_or_none()
    if application is None:
        raise NotFound
    return application


def of_person(person_id: uuid.UUID) -> list[Application]:
    """The applications of every startup a person belongs to, the latest first."""
    statement = (
        sa.select(Application)
        .join(Membership, Membership.startup_id == Application.startup_id)
        .where(Membership.person_id == person_id)
        .options(joinedload(Application.call), joinedload(Application.startup))
        .order_by(Application.created_at.desc(), Application.id)
        .limit(100)
    )
    return list(db.session.scalars(statement))


def of_call_and_startup(call_id: uuid.UUID, startup_id: uuid.UUID) -> Application | None:
    statement = sa.select(Application).where(Application.call_id == call_id, Application.startup_id == startup_id)
    return db.session.scalars(statement).one_or_none()


def answers(application_id: uuid.UUID) -> dict[str, Any]:
    """Values by question key."""
    rows = db.session.execute(
        sa.select(Answer.question_key, Answer.value).where(Answer.application_id == application_id)
    )
    return {key: value for key, value in rows}


def answer_rows(application_id: uuid.UUID) -> dict[str, Answer]:
    rows = db.session.scalars(
        sa.select(Answer).where(Answer.application_id == application_id).execution_options(populate_existing=True)
    )
    return {row.question_key: row for row in rows}


def answers_of_many(application_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, dict[str, Any]]:
    """Answers of a page of applications in one statement."""
    found: dict[uuid.UUID, dict[str, Any]] = {application_id: {} for application_id in application_ids}
    rows = db.session.execute(
        sa.select(Answer.application_id, Answer.question_key, Answer.value).where(
            Answer.application_id.in_(application_ids)
        )
    )
    for application_id, key, value in rows:
        found[application_id][key] = value
    return found


def choices(application_id: uuid.UUID) -> list[Choice]:
    """Ranked choices with opening, programme and site."""
    statement = (
        sa.select(Choice)
        .where(Choice.application_id == application_id)
        .options(
            joinedload(Choice.opening).joinedload(Opening.programme),
            joinedload(Choice.opening).joinedload(Opening.site),
        )
        .order_by(Choice.rank)
    )
    return list(db.session.scalars(statement))


def snapshot(application_id: uuid.UUID) -> Snapshot:
    """The latest copy of what was sent."""
    statement = (
        sa.select(Snapshot).where(Snapshot.application_id == application_id).order_by(Snapshot.number.desc()).limit(1)
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def rule_results(application_id: uuid.UUID) -> list[RuleResult]:
    """Stored eligibility results with their rules."""
    statement = (
        sa.select(RuleResult)
        .where(RuleResult.application_id == application_id)
        .options(joinedload(RuleResult.rule))
        .order_by(RuleResult.opening_id, RuleResult.id)
    )
    return list(db.session.scalars(statement))


def last_answers_of_startup(startup_id: uuid.UUID) -> dict[str, Any]:
    """What this startup answered last time, to begin a new file with."""
    latest = (
        sa.select(Application.id)
        .where(Application.startup_id == startup_id)
        .order_by(Application.created_at.desc(), Application.id)
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(sa.select(Answer.question_key, Answer.value).where(Answer.application_id == latest))
    return {key: value for key, value in rows if key not in ("pitch_deck", "programme_wish", "site_wishes", "start")}


def drafts_of_archived_calls(*, limit: int = 500) -> list[uuid.UUID]:
    """Drafts whose call is over for good: a closed one may still be extended."""
    statement = (
        sa.select(Application.id)
        .join(Call, Call.id == Application.call_id)
        .where(Application.stage == "draft", Call.state == CallState.ARCHIVED)
        .order_by(Application.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def startup_name(startup_id: uuid.UUID) -> str:
    return db.session.scalar(sa.select(Startup.name).where(Startup.id == startup_id)) or ""


def catalogue() -> list[Any]:
    """Regions, published programmes and sites in one statement: kind, key, name, status; each in its order."""
    none = sa.literal("")
    parts = (
        sa.select(sa.literal("region").label("kind"), Region.code.label("key"), Region.name.label("name"),
                  none.label("status"), sa.literal(0).label("position"), Region.code.label("then")),
        sa.select(sa.literal("programme_choice"), Programme.key, Programme.name, none, Programme.position,
                  Programme.key)
        .where(Programme.published.is_(True)),
        sa.select(sa.literal("site_choice"), Site.key, Site.name, sa.cast(Site.status, sa.String),
                  sa.case((Site.status == "open", 0), (Site.status == "paused", 1), else_=2),
                  sa.func.coalesce(Site.opened_on, "9999")),
    )  # fmt: skip
    listed = sa.union_all(*parts).subquery()
    statement = sa.select(listed.c.kind, listed.c.key, listed.c.name, listed.c.status)
    return list(db.session.execute(statement.order_by(listed.c.kind, listed.c.position, listed.c.then, listed.c.key)))


def is_in_catalogue(kind: str, value: Any) -> bool:
    """Whether the keys of a region, programme or site answer exist; other kinds have their own lists."""
    columns = {"region": Region.code, "programme_choice": Programme.key, "site_choice": Site.key}
    if kind not in columns or value is None:
        return True
    keys = set(value if isinstance(value, list) else [value])
    found = db.session.scalar(sa.select(sa.func.count()).where(columns[kind].in_(keys)))
    return found == len(keys)


def openings_with_wishes(call_id: uuid.UUID, application_id: uuid.UUID) -> list[tuple[Opening, int | None]]:
    """The openings of a call with programme, site and rules, each with the rank this application gave it."""
    statement = (
        sa.select(Opening, Choice.rank)
        .outerjoin(Choice, sa.and_(Choice.opening_id == Opening.id, Choice.application_id == application_id))
        .where(Opening.call_id == call_id)
        .options(joinedload(Opening.programme), joinedload(Opening.site), selectinload(Opening.rules))
        .order_by(Opening.position, Opening.id)
    )
    return [(opening, rank) for opening, rank in db.session.execute(statement).unique()]


def openings_of_call_page(key: str) -> tuple[Call, list[Opening]]:
    """A call that is not a draft, with its openings and their rules, for the public page."""
    statement = (
        sa.select(Opening)
        .join(Opening.call)
        .where(Call.key == key, Call.state != "draft")
        .options(
            contains_eager(Opening.call), joinedload(Opening.programme), joinedload(Opening.site),
            selectinload(Opening.rules),
        )
        .order_by(Opening.position, Opening.id)
    )  # fmt: skip
    openings = list(db.session.scalars(statement).unique())
    if openings:
        return openings[0].call, openings
    call = db.session.scalars(sa.select(Call).where(Call.key == key, Call.state != "draft")).one_or_none()
    if call is None:
        raise NotFound
    return call, []
