"""Save marks and comments as they are given; send the review when every criterion has a mark."""

import uuid
from collections.abc import Mapping

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate, upsert
from app.core.errors import InvalidInput, NotAllowed, too_long
from app.core.i18n import N_
from app.programmes.queries import openings
from app.reviews import policy, queries
from app.reviews.models import Assignment, Review, Score
from app.reviews.services import transition
from app.reviews.states import AssignmentState

LONGEST = 5000


def save_review(
    *,
    application_id: uuid.UUID,
    actor: Person,
    points: Mapping[str, int],
    comment: str,
    feedback: str,
    proposed_opening_id: uuid.UUID | None = None,
    submit: bool = False,
) -> Review:
    """`points` maps criterion keys to 1-5. A sent review can be amended until the decision.

    Raises NotFound without an assignment, NotAllowed once the file is decided, InvalidInput for a mark
    outside the scale, a text that is too long or, on sending, for a criterion without a mark.
    """
    assignment = queries.assignment(actor, application_id, lock=True)
    if not policy.can_review(actor, assignment):
        raise NotAllowed(N_("This file can no longer be reviewed."))
    comment, feedback = _fitting("comment", comment), _fitting("feedback", feedback)
    review = _review(assignment)
    known = {criterion.key: criterion.id for criterion in queries.rubric(review.rubric_id).criteria}
    before = _points(review)
    for key, mark in points.items():
        if key not in known or not 1 <= mark <= 5:
            raise InvalidInput(N_("Choose a mark from 1 to 5."), field=key)
        upsert(
            Score,
            {"review_id": review.id, "criterion_id": known[key], "points": mark},
            key=("review_id", "criterion_id"),
        )
    review.comment, review.feedback = comment, feedback
    review.proposed_opening_id = _of_this_call(proposed_opening_id, assignment)
    review.row_version += 1
    review.saved_at = utcnow()
    db.session.flush()
    if submit:
        _send(assignment, review, set(known.values()), actor)
    if assignment.state is AssignmentState.SUBMITTED and (after := _points(review)) != before:
        audit.record("review.marks", actor=actor, subject=review, before=before, after=after)
    elif not submit and assignment.state is not AssignmentState.SUBMITTED:
        transition.move(assignment, "start", actor=actor)
    db.session.expire(review, ["scores"])
    return review


def _fitting(field: str, text: str) -> str:
    """The text as it is kept: a browser sends two characters for the end of a line, we count one."""
    text = text.strip().replace("\r\n", "\n")
    if (over := len(text) - LONGEST) > 0:
        raise too_long(over, field)
    return text


def _points(review: Review) -> dict[str, int]:
    """Marks given so far, by criterion, as they go into the trace."""
    rows = db.session.execute(sa.select(Score.criterion_id, Score.points).where(Score.review_id == review.id))
    return {str(criterion): points for criterion, points in rows}


def _of_this_call(opening_id: uuid.UUID | None, assignment: Assignment) -> uuid.UUID | None:
    known = {opening.id for opening in openings(assignment.application.call_id)} if opening_id else {None}
    if opening_id not in known:
        raise InvalidInput(N_("Choose among the places of this call."), field="opening")
    return opening_id


def _review(assignment: Assignment) -> Review:
    """The review begun before, with the criteria it was begun with, or a new one."""
    review = queries.review_of(assignment.id)
    if review is None:
        rubric_id = queries.rubric_of_call(assignment.application.call_id).id
        review = Review(id=uuid.uuid4(), assignment_id=assignment.id, rubric_id=rubric_id, saved_at=utcnow())
        review.row_version = 0
        with unless_duplicate(N_("Your review was just saved in another window. Reload the page.")):
            db.session.add(review)
    return review


def _send(assignment: Assignment, review: Review, criteria: set[uuid.UUID], actor: Person) -> None:
    given = set(db.session.scalars(sa.select(Score.criterion_id).where(Score.review_id == review.id)))
    if criteria - given:
        raise InvalidInput(N_("Give every criterion a mark before you send."), field="points")
    first = review.submitted_at is None
    review.submitted_at = utcnow()
    if assignment.state is not AssignmentState.SUBMITTED:
        transition.move(assignment, "submit", actor=actor)
    audit.record("review.submit" if first else "review.amend", actor=actor, subject=review)
