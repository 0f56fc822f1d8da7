"""The board of a call: files ranked by score, seats, outcomes so far; all within the rights of the reader."""

import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.applications.models import Application, Choice
from app.applications.states import DECIDABLE, Stage
from app.core.db import db
from app.decisions.models import Decision, WaitlistEntry
from app.decisions.states import DecisionKind, DecisionState, WaitState
from app.matching.models import Recommendation
from app.programmes.models import Opening, Programme, Site
from app.programmes.states import SiteState
from app.reviews.models import Assignment
from app.reviews.queries import mean_score
from app.reviews.scope import team_scope
from app.reviews.states import AssignmentState
from app.startups.models import Startup

SHOWS: dict[str, tuple[Stage, ...]] = {
    "undecided": tuple(DECIDABLE),
    "provisional": (Stage.DECIDED,),
    "published": (
        Stage.OFFERED, Stage.WAITLISTED, Stage.REJECTED, Stage.REDIRECTED, Stage.CONFIRMED, Stage.DECLINED,
        Stage.OFFER_EXPIRED, Stage.ONBOARDED, Stage.GRADUATED, Stage.EXITED,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seats:
    """An opening with its seats, and how many wait for one."""

    opening_id: uuid.UUID
    site_id: uuid.UUID
    programme: dict[str, str]
    site: dict[str, str]
    seats: int
    taken: int
    waiting: int
    site_state: SiteState

    @property
    def left(self) -> int:
        return self.seats - self.taken


def seats(call_id: uuid.UUID) -> list[Seats]:
    waiting = (
        sa.select(sa.func.count())
        .where(WaitlistEntry.opening_id == Opening.id, WaitlistEntry.state == WaitState.WAITING)
        .correlate(Opening)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            Opening.id,
            Opening.site_id,
            Programme.name,
            Site.name,
            Opening.seats,
            Opening.seats_taken,
            waiting,
            Site.status,
        )
        .join(Programme, Programme.id == Opening.programme_id)
        .join(Site, Site.id == Opening.site_id)
        .where(Opening.call_id == call_id)
        .order_by(Opening.position, Opening.id)
    )
    return [Seats(*row) for row in db.session.execute(statement)]


def rows(person: Person, call_id: uuid.UUID, show: str, *, limit: int = 300) -> list[Any]:
    """Files of one kind, the best score first; those without a score last."""
    done = (
        sa.select(sa.func.count())
        .where(Assignment.application_id == Application.id, Assignment.state == AssignmentState.SUBMITTED)
        .correlate(Application)
        .scalar_subquery()
    )
    wish, wish_programme, wish_site = aliased(Opening), aliased(Programme), aliased(Site)
    score = mean_score()
    statement = (
        sa.select(
            Application.id, Application.reference, Application.stage, Startup.name.label("startup"),
            wish_programme.name.label("wish_programme"), wish_site.name.label("wish_site"),
            score.label("score"), done.label("done"), Recommendation.best_fit.label("fit"),
            Decision.kind, Programme.name.label("programme"), Site.name.label("site"),
        )
        .join(Startup, Startup.id == Application.startup_id)
        .outerjoin(Choice, sa.and_(Choice.application_id == Application.id, Choice.rank == 1))
        .outerjoin(wish, wish.id == Choice.opening_id)
        .outerjoin(wish_programme, wish_programme.id == wish.programme_id)
        .outerjoin(wish_site, wish_site.id == wish.site_id)
        .outerjoin(Recommendation, Recommendation.application_id == Application.id)
        .outerjoin(
            Decision, sa.and_(Decision.application_id == Application.id, Decision.state != DecisionState.UNDONE)
        )
        .outerjoin(Opening, Opening.id == Decision.opening_id)
        .outerjoin(Programme, Programme.id == Opening.programme_id)
        .outerjoin(Site, Site.id == Opening.site_id)
        .where(Application.call_id == call_id, Application.stage.in_(SHOWS[show]), team_scope(person))
        .order_by(sa.func.coalesce(score, 0).desc(), Application.submitted_at, Application.id)
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement))


def stage_counts(person: Person, call_id: uuid.UUID) -> dict[str, int]:
    """How many files are undecided, provisionally decided, published."""
    found = db.session.execute(
        sa.select(Application.stage, sa.func.count())
        .where(Application.call_id == call_id, team_scope(person))
        .group_by(Application.stage)
    )
    by_stage = {stage: count for stage, count in found}
    return {name: sum(by_stage.get(stage, 0) for stage in stages) for name, stages in SHOWS.items()}


def outcomes(person: Person, call_id: uuid.UUID) -> dict[DecisionKind, dict[DecisionState, int]]:
    """Decisions in force by kind: provisional and published."""
    found = db.session.execute(
        sa.select(Decision.kind, Decision.state, sa.func.count())
        .join(Application, Application.id == Decision.application_id)
        .where(Application.call_id == call_id, Decision.state != DecisionState.UNDONE, team_scope(person))
        .group_by(Decision.kind, Decision.state)
    )
    table: dict[DecisionKind, dict[DecisionState, int]] = {kind: {} for kind in DecisionKind}
    for kind, state, count in found:
        table[kind][state] = count
    return table
