"""Give files to reviewers by hand; adds, never removes; conflicts are computed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.accounts.roles import Role
from app.applications import queries as applications
from app.applications.models import Application
from app.applications.services import transition as application_transition
from app.applications.states import Stage
from app.core import audit
from app.core.db import db
from app.core.errors import NotAllowed, NotFound
from app.core.i18n import N_, long_date, speaking
from app.mail.purposes import Purpose
from app.mail.render import external
from app.mail.services.enqueue import enqueue
from app.reviews import policy
from app.reviews.models import Assignment
from app.reviews.scope import require_team, team_scope, unrelated
from app.reviews.services import transition
from app.reviews.states import AssignmentState


@dataclass(frozen=True, slots=True)
class Refused:
    """A pair that was not made, and why."""

    reference: str
    reviewer: str
    why: str


@dataclass(frozen=True, slots=True)
class Assigned:
    made: int
    already: int
    refused: tuple[Refused, ...]


def assign(
    *,
    actor: Person,
    application_ids: Sequence[uuid.UUID],
    reviewer_ids: Sequence[uuid.UUID],
    due_at: datetime | None = None,
) -> Assigned:
    """Every file to every reviewer named. What is there stays; one mail per reviewer."""
    reviewers = [accounts.get(reviewer_id) for reviewer_id in reviewer_ids]
    made, already, refused = 0, 0, []
    fresh: dict[uuid.UUID, int] = {}
    for application_id in sorted(set(application_ids)):
        application = applications.get_for_update(application_id)
        existing, made_here = _existing(application.id), 0
        for reviewer in reviewers:
            known = existing.get(reviewer.id)
            if known is not None and known.state is not AssignmentState.REMOVED:
                already += 1
            elif why := _obstacle(actor, application, reviewer):
                refused.append(Refused(application.reference or "", reviewer.full_name, why))
            else:
                _give(actor, application, reviewer, due_at, known)
                fresh[reviewer.id] = fresh.get(reviewer.id, 0) + 1
                made_here += 1
        made += made_here
        if made_here and application.stage is Stage.ELIGIBLE:
            application_transition.move(application, "start_review", actor=actor)
    for reviewer in reviewers:
        if reviewer.id in fresh:
            _tell(reviewer, fresh[reviewer.id], due_at)
    return Assigned(made, already, tuple(refused))


def _existing(application_id: uuid.UUID) -> dict[uuid.UUID, Assignment]:
    """What was given before, by reviewer; the ones taken back too."""
    rows = db.session.scalars(
        sa.select(Assignment)
        .where(Assignment.application_id == application_id)
        .execution_options(populate_existing=True)
    )
    return {row.reviewer_id: row for row in rows}


def _obstacle(actor: Person, application: Application, reviewer: Person) -> str | None:
    mine = sa.select(Application.id).where(Application.id == application.id, team_scope(actor))
    if not policy.can_assign(actor, application) or db.session.scalar(mine) is None:
        return N_("The file is not under review, or not one of yours.")
    if not reviewer.has_for(Role.REVIEWER, call_id=application.call_id):
        return N_("This person is not a reviewer.")
    free = sa.select(Application.id).where(Application.id == application.id, unrelated(reviewer))
    if db.session.scalar(free) is None:
        return N_("Conflict of interest.")
    return None


def _give(
    actor: Person, application: Application, reviewer: Person, due_at: datetime | None, removed: Assignment | None
) -> None:
    """A new assignment, or the one that was taken back before."""
    if removed is not None:
        removed.due_at = due_at
        transition.move(removed, "give_again", actor=actor)
        return
    assignment = Assignment(
        id=uuid.uuid4(),
        application_id=application.id,
        reviewer_id=reviewer.id,
        assigned_by_id=actor.id,
        due_at=due_at,
    )
    db.session.add(assignment)
    db.session.flush()
    audit.record("assignment.create", actor=actor, subject=assignment, details={"reviewer": str(reviewer.id)})


def _tell(reviewer: Person, count: int, due_at: datetime | None) -> None:
    with speaking(reviewer.language):
        due = long_date(due_at) if due_at else "-"
    enqueue(
        Purpose.REVIEW_ASSIGNED,
        to=reviewer,
        values={"count": count, "due": due, "link": external(f"/{reviewer.language}/reviews")},
    )


def unassign(*, actor: Person, assignment_id: uuid.UUID) -> None:
    """Take back an assignment that was not begun."""
    found = db.session.get(Assignment, assignment_id)
    if found is None:
        raise NotFound
    application = applications.get_for_update(found.application_id)
    require_team(actor, application.id)
    assignment = db.session.get(Assignment, assignment_id, with_for_update=True, populate_existing=True)
    if assignment is None:
        raise NotFound
    if not policy.can_assign(actor, application):
        raise NotAllowed
    transition.move(assignment, "remove", actor=actor)
