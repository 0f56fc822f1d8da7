"""The files of a call that could still be placed, its free seats, and proposals made before."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Answer, Application, Choice
from app.applications.states import DECIDABLE
from app.core.db import db
from app.core.errors import NotFound
from app.matching.models import ApplicationScore, Run
from app.matching.placing import Hopeful
from app.matching.states import RunKind
from app.programmes.models import Opening, Site
from app.programmes.states import SiteState
from app.reports.past import barred
from app.reviews.scope import team_scope
from app.startups.models import Startup

METHODS = ("stable", "best")
CHUNK = 500
KEPT = 20
"""Proposals listed."""


def hopefuls(call_id: uuid.UUID) -> tuple[list[Hopeful], int]:
    """Files without a decision and with scores, and how many have none; a failed hard rule closes an opening."""
    closed = barred(call_id)
    wishes: dict[uuid.UUID, list[str]] = {}
    waiting = sa.and_(Application.call_id == call_id, Application.stage.in_(DECIDABLE))
    for application_id, opening_id in db.session.execute(
        sa.select(Choice.application_id, Choice.opening_id)
        .join(Application, Application.id == Choice.application_id)
        .where(waiting)
        .order_by(Choice.application_id, Choice.rank)
    ):
        wishes.setdefault(application_id, []).append(str(opening_id))
    region = (
        sa.select(Answer.value)
        .where(Answer.application_id == Application.id, Answer.question_key == "home_region")
        .correlate(Application)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(
            Application.id,
            Application.team_chooses,
            ApplicationScore.fits,
            region,
        )
        .outerjoin(ApplicationScore, ApplicationScore.application_id == Application.id)
        .where(waiting)
        .order_by(Application.submitted_at, Application.id)
    ).all()
    found = [
        Hopeful(
            str(row[0]),
            {key: float(pair[0]) for key, pair in row[2].items() if (str(row[0]), key) not in closed},
            tuple(wishes.get(row[0], ())),
            bool(row[1]) or row[0] not in wishes,
            row[3] if isinstance(row[3], str) else None,
        )
        for row in rows
        if row[2] is not None
    ]
    return found, len(rows) - len(found)


def free_seats(call_id: uuid.UUID) -> dict[str, int]:
    """Seats left by opening; none at a site that is not open."""
    rows = db.session.execute(
        sa.select(Opening.id, Opening.seats - Opening.seats_taken, Site.status)
        .join(Site, Site.id == Opening.site_id)
        .where(Opening.call_id == call_id)
    )
    return {str(key): left if status is SiteState.OPEN else 0 for key, left, status in rows}


def proposals(call_id: uuid.UUID) -> Sequence[Run]:
    """The latest proposals of a call, newest first."""
    statement = (
        sa.select(Run)
        .where(Run.kind == RunKind.PLACEMENT, Run.call_id == call_id)
        .order_by(Run.created_at.desc(), Run.id)
        .limit(KEPT)
    )
    return db.session.scalars(statement).all()


def proposal(call_id: uuid.UUID, run_id: uuid.UUID) -> Run:
    run = db.session.get(Run, run_id)
    if run is None or run.kind is not RunKind.PLACEMENT or run.call_id != call_id:
        raise NotFound
    return run


def names(person: Person, ids: Iterable[str]) -> dict[str, Any]:
    """Startup and number of the files among these that the person may read, decided since or not."""
    listed, found = [uuid.UUID(one) for one in ids], dict[str, Any]()
    for start in range(0, len(listed), CHUNK):
        rows = db.session.execute(
            sa.select(Application.id, Application.reference, Startup.name)
            .join(Startup, Startup.id == Application.startup_id)
            .where(Application.id.in_(listed[start : start + CHUNK]), team_scope(person))
            .limit(CHUNK)
        )
        found |= {str(row[0]): row for row in rows}
    return found
