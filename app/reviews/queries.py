"""Rubrics, queues, reviews of a file."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Person
from app.accounts.roles import TEAM
from app.applications.models import Application, Choice
from app.core.db import db
from app.core.errors import NotFound
from app.programmes import queries as programmes
from app.programmes.models import Call, Opening, Programme, Site
from app.reviews.models import Assignment, CallRubric, ConflictOfInterest, Criterion, Review, Rubric, Score
from app.reviews.scope import reviewer_scope, team_scope
from app.reviews.scoring import total
from app.reviews.states import AssignmentState
from app.startups.models import Startup


def rubric_of_call(call_id: uuid.UUID) -> Rubric:
    statement = (
        sa.select(Rubric)
        .join(CallRubric, CallRubric.rubric_id == Rubric.id)
        .where(CallRubric.call_id == call_id)
        .options(selectinload(Rubric.criteria))
    )
    rubric = db.session.scalars(statement).one_or_none()
    if rubric is None:
        raise NotFound
    return rubric


def rubric(rubric_id: uuid.UUID) -> Rubric:
    statement = sa.select(Rubric).where(Rubric.id == rubric_id).options(selectinload(Rubric.criteria))
    return db.session.scalars(statement).one()


def latest_rubric(key: str = "standard") -> Rubric | None:
    statement = sa.select(Rubric).where(Rubric.key == key).order_by(Rubric.version.desc()).limit(1)
    return db.session.scalars(statement).one_or_none()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A line of a reviewer's queue. `startup` is the reference when the call is blind."""

    application_id: uuid.UUID
    reference: str
    startup: str
    blind: bool
    programme: dict[str, str] | None
    site: dict[str, str] | None
    state: AssignmentState
    due_at: Any
    reviews_done: int


def queue(person: Person, *, states: Sequence[AssignmentState] | None = None, limit: int = 200) -> list[QueueRow]:
    """The files of a reviewer: those still to do first, the least reviewed first among them."""
    done = (
        sa.select(sa.func.count())
        .where(Assignment.application_id == Application.id, Assignment.state == AssignmentState.SUBMITTED)
        .correlate(Application)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            Application.id, Application.reference,
            sa.case((Call.blind, Application.reference), else_=Startup.name), Call.blind,
            Programme.name, Site.name, Assignment.state, Assignment.due_at, done,
        )
        .join(Call, Call.id == Application.call_id)
        .join(Assignment, sa.and_(Assignment.application_id == Application.id, Assignment.reviewer_id == person.id))
        .join(Startup, Startup.id == Application.startup_id)
        .outerjoin(Choice, sa.and_(Choice.application_id == Application.id, Choice.rank == 1))
        .outerjoin(Opening, Opening.id == Choice.opening_id)
        .outerjoin(Programme, Programme.id == Opening.programme_id)
        .outerjoin(Site, Site.id == Opening.site_id)
        .where(reviewer_scope(person))
        .order_by(
            sa.case((Assignment.state == AssignmentState.SUBMITTED, 1), else_=0),
            done, Assignment.due_at, Application.submitted_at, Application.id,
        )
        .limit(limit)
    )  # fmt: skip
    if states:
        statement = statement.where(Assignment.state.in_(states))
    return [QueueRow(*row) for row in db.session.execute(statement)]


def next_to_review(person: Person, *, after: uuid.UUID | None = None) -> uuid.UUID | None:
    """The least reviewed file still to do, other than `after`."""
    waiting = queue(person, states=(AssignmentState.ASSIGNED, AssignmentState.STARTED), limit=3)
    return next((row.application_id for row in waiting if row.application_id != after), None)


def assignment(person: Person, application_id: uuid.UUID, *, lock: bool = False) -> Assignment:
    """The person's own assignment, with file, call and startup; NotFound if there is none or it ended."""
    statement = (
        sa.select(Assignment)
        .join(Assignment.application)
        .join(Application.call)
        .join(Application.startup)
        .where(Assignment.application_id == application_id, Assignment.reviewer_id == person.id, reviewer_scope(person))
        .options(
            contains_eager(Assignment.application).contains_eager(Application.call),
            contains_eager(Assignment.application).contains_eager(Application.startup),
        )
    )
    if lock:
        statement = statement.with_for_update(of=Assignment).execution_options(populate_existing=True)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def review_of(assignment_id: uuid.UUID) -> Review | None:
    statement = sa.select(Review).where(Review.assignment_id == assignment_id).options(selectinload(Review.scores))
    return db.session.scalars(statement).one_or_none()


def assignments_of(application_id: uuid.UUID) -> list[Assignment]:
    """Who reads a file, by name."""
    statement = (
        sa.select(Assignment)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(Assignment.application_id == application_id)
        .options(joinedload(Assignment.reviewer))
        .order_by(Person.full_name, Assignment.id)
    )
    return list(db.session.scalars(statement).unique())


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A sent review with its total, computed from the rubric version it was made with."""

    reviewer_id: uuid.UUID
    reviewer: str
    comment: str
    feedback: str
    submitted_at: Any
    points: dict[uuid.UUID, int]
    total: float | None
    apart: bool
    proposed_opening_id: uuid.UUID | None


def reviews_of(application_id: uuid.UUID) -> list[ReviewRow]:
    """Sent reviews of a file; those after a declared conflict are marked as kept apart."""
    statement = (
        sa.select(Review)
        .join(Review.assignment)
        .join(Assignment.reviewer)
        .where(Assignment.application_id == application_id, Review.submitted_at.is_not(None))
        .options(contains_eager(Review.assignment).contains_eager(Assignment.reviewer), selectinload(Review.scores))
        .order_by(Review.submitted_at, Review.id)
    )
    reviews = list(db.session.scalars(statement).unique())
    weights = criteria_weights({review.rubric_id for review in reviews})
    return [
        ReviewRow(
            review.assignment.reviewer_id,
            review.assignment.reviewer.full_name,
            review.comment,
            review.feedback,
            review.submitted_at,
            points := {score.criterion_id: score.points for score in review.scores},
            total(points, weights[review.rubric_id]),
            review.assignment.state is AssignmentState.CONFLICT,
            review.proposed_opening_id,
        )
        for review in reviews
    ]


def criteria_weights(rubric_ids: set[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, int]]:
    found: dict[uuid.UUID, dict[uuid.UUID, int]] = {rubric_id: {} for rubric_id in rubric_ids}
    if rubric_ids:
        rows = db.session.execute(
            sa.select(Criterion.rubric_id, Criterion.id, Criterion.weight).where(Criterion.rubric_id.in_(rubric_ids))
        )
        for rubric_id, criterion_id, weight in rows:
            found[rubric_id][criterion_id] = weight
    return found


def mean_score() -> sa.ScalarSelect[Any]:
    """The mean total of the complete reviews of a file, as a column for lists."""
    weighted = (
        sa.select(
            Review.id.label("review_id"),
            (sa.func.sum(Score.points * Criterion.weight) * 1.0 / sa.func.sum(Criterion.weight)).label("total"),
        )
        .join(Assignment, Assignment.id == Review.assignment_id)
        .join(Score, Score.review_id == Review.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Assignment.application_id == Application.id, Assignment.state == AssignmentState.SUBMITTED)
        .group_by(Review.id)
        .correlate(Application)
        .subquery()
    )
    return sa.select(sa.func.avg(weighted.c.total)).scalar_subquery()


def has_conflict(person_id: uuid.UUID, startup_id: uuid.UUID) -> bool:
    statement = sa.select(ConflictOfInterest.id).where(
        ConflictOfInterest.person_id == person_id, ConflictOfInterest.startup_id == startup_id
    )
    return db.session.scalar(statement) is not None


def workloads(person_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many files each reviewer still has to do."""
    rows = db.session.execute(
        sa.select(Assignment.reviewer_id, sa.func.count())
        .where(
            Assignment.reviewer_id.in_(person_ids),
            Assignment.state.in_((AssignmentState.ASSIGNED, AssignmentState.STARTED)),
        )
        .group_by(Assignment.reviewer_id)
    )
    return {person_id: count for person_id, count in rows}


def calls_for_team(person: Person) -> list[Call]:
    """The calls a member of the team is responsible for, the latest first."""
    statement = sa.select(Call).order_by(Call.opens_at.desc(), Call.id).limit(100)
    return [call for call in db.session.scalars(statement) if person.has_for(*TEAM, call_id=call.id)]


def call_for_team(person: Person, key: str) -> Call:
    """A call with its openings; NotFound for a call of others."""
    call = programmes.call_by_key(key)
    if not person.has_for(*TEAM, call_id=call.id):
        raise NotFound
    return call


def for_team(person: Person, application_id: uuid.UUID) -> Application:
    """A sent file with call and startup; NotFound outside one's files."""
    statement = (
        sa.select(Application)
        .where(Application.id == application_id, team_scope(person))
        .options(joinedload(Application.call), joinedload(Application.startup))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def chosen_for_team(person: Person, application_ids: Sequence[uuid.UUID]) -> list[Any]:
    """The files among the ids that the person may read: id, reference, startup, stage, call key."""
    statement = (
        sa.select(
            Application.id, Application.reference, Startup.name.label("startup"), Application.stage,
            Call.key.label("call_key"),
        )
        .join(Startup, Startup.id == Application.startup_id)
        .join(Call, Call.id == Application.call_id)
        .where(Application.id.in_(application_ids), team_scope(person))
        .order_by(Application.submitted_at.desc(), Application.id)
        .limit(500)
    )  # fmt: skip
    return list(db.session.execute(statement))


def assignment_for_team(person: Person, assignment_id: uuid.UUID) -> Assignment:
    """An assignment of a file that the person may read; NotFound otherwise."""
    statement = (
        sa.select(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .where(Assignment.id == assignment_id, team_scope(person))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found
