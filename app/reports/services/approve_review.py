"""Agree to a review, and freeze it once two different people did."""

from app.accounts.models import Person
from app.core import audit
from app.core.clock import today, utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.reports import policy, review
from app.reports.models import AnnualReview, ReviewApproval
from app.reports.services.transition import move_review
from app.reports.services.write_review import withdraw_approvals
from app.reports.states import ReviewState

CHANGED = N_("A figure changed since it was agreed to. Read it again and agree again.")
TWICE = N_("You agreed to this review already. Another person has to agree too.")


def approve_review(*, year: int, actor: Person, seen_sha256: str) -> AnnualReview:
    """`seen_sha256` is the hash of what the person read; Conflict when the review is another one by now."""
    if not policy.can_approve_review(actor):
        raise NotAllowed
    found = review.get_for_update(year)
    if found.state is ReviewState.FROZEN:
        raise Conflict(N_("This review is frozen already."))
    sha256 = review.digest(review.build(found.year, found.texts))
    if sha256 != seen_sha256:
        raise Conflict(CHANGED)
    given = review.approvals(found)
    if any(one.sha256 != sha256 for one in given):
        withdraw_approvals(found, actor)
        given = []
    if any(one.person_id == actor.id for one in given):
        raise Conflict(TWICE)
    with unless_duplicate(TWICE):
        db.session.add(ReviewApproval(review_id=found.id, person_id=actor.id, approved_at=utcnow(), sha256=sha256))
    audit.record("review.agree", actor=actor, subject=found, after={"sha256": sha256})
    if found.state is ReviewState.DRAFT and policy.is_agreed([*(one.person_id for one in given), actor.id]):
        move_review(found, "approve", actor=actor)
    return found


def freeze_review(*, year: int, actor: Person) -> AnnualReview:
    """Keep the content word for word under its hash. Refused when a figure changed since the agreements."""
    if not policy.can_write_review(actor):
        raise NotAllowed
    found = review.get_for_update(year)
    if found.state is not ReviewState.APPROVED:
        raise Conflict(N_("Two different people have to agree before the review is frozen."))
    if found.year >= today().year:
        raise Conflict(N_("Wait for the year to end before you freeze its review."))
    content = review.build(found.year, found.texts)
    sha256 = review.digest(content)
    if any(one.sha256 != sha256 for one in review.approvals(found)):
        raise Conflict(CHANGED)
    found.content, found.sha256 = review.canonical(content), sha256
    found.frozen_at, found.frozen_by_id = utcnow(), actor.id
    move_review(found, "freeze", actor=actor)
    return found
