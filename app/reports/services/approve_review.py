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
from app.reports.states import ReviewState

CHANGED = N_("A figure changed since it was agreed to. Read it again and agree again.")
TWICE = N_("You agreed to this review already. Another person has to agree too.")


def approve_review(*, year: int, actor: Person, seen_sha256: str) -> AnnualReview:
    """`seen_sha256` is the hash of what the person read; Conflict when the review is another one by now.

    Agreements to an earlier content stay, and do not count: who gave one may agree again.
    """
    if not policy.can_approve_review(actor):
        raise NotAllowed
    found = review.get_for_update(year)
    if found.state is ReviewState.FROZEN:
        raise Conflict(N_("This review is frozen already."))
    content = review.build(found.year, found.texts)
    sha256 = review.digest(content)
    if sha256 != seen_sha256:
        raise Conflict(CHANGED)
    if not any(content["figures"].values()):
        raise Conflict(N_("No figure is frozen for this year. Freeze the figures first."))
    counting = [one.person_id for one in review.approvals(found) if one.sha256 == sha256]
    if actor.id in counting:
        raise Conflict(TWICE)
    _agree(found, actor, sha256)
    agreed = policy.is_agreed([*counting, actor.id])
    if found.state is ReviewState.APPROVED and not agreed:
        move_review(found, "change", actor=actor)
    if found.state is ReviewState.DRAFT and agreed:
        move_review(found, "approve", actor=actor)
    return found


def _agree(found: AnnualReview, actor: Person, sha256: str) -> None:
    earlier = db.session.get(ReviewApproval, (found.id, actor.id))
    before = {"sha256": earlier.sha256} if earlier else None
    if earlier is None:
        with unless_duplicate(TWICE):
            db.session.add(ReviewApproval(review_id=found.id, person_id=actor.id, approved_at=utcnow(), sha256=sha256))
    else:
        earlier.approved_at, earlier.sha256 = utcnow(), sha256
    audit.record("review.agree", actor=actor, subject=found, before=before, after={"sha256": sha256})


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
    if not policy.is_agreed(one.person_id for one in review.approvals(found) if one.sha256 == sha256):
        raise Conflict(CHANGED)
    found.content, found.sha256 = review.canonical(content), sha256
    found.frozen_at, found.frozen_by_id = utcnow(), actor.id
    move_review(found, "freeze", actor=actor)
    return found
