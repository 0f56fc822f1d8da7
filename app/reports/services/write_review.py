"""Begin the review of a year, and write its paragraphs: one saved version decides between two writers."""

import uuid
from collections.abc import Mapping

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import audit
from app.core.clock import today
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import LANGUAGES, N_
from app.reports import policy, review
from app.reports.models import AnnualReview, ReviewApproval
from app.reports.services.transition import move_review
from app.reports.states import ReviewState

LONGEST = 6000


def begin_review(*, year: int, actor: Person) -> AnnualReview:
    if not policy.can_write_review(actor):
        raise NotAllowed
    if not 2000 <= year <= today().year:
        raise InvalidInput(N_("Write a year with four digits, not in the future."), field="year")
    begun = AnnualReview(id=uuid.uuid4(), year=year, state=ReviewState.DRAFT, texts={}, created_by_id=actor.id)
    with unless_duplicate(N_("There is a review of this year already."), field="year"):
        db.session.add(begun)
    audit.record("review.begin", actor=actor, subject=begun, after={"year": year})
    return begun


def write_review(*, year: int, actor: Person, texts: Mapping[str, Mapping[str, str]], row_version: int) -> AnnualReview:
    """`texts` = {section: {fr, ar, en}}. Raises Conflict when somebody saved in the meantime: nothing is overwritten.

    A changed text takes the agreements away.
    """
    if not policy.can_write_review(actor):
        raise NotAllowed
    found = review.get_for_update(year)
    if found.state is ReviewState.FROZEN:
        raise Conflict(N_("This review is frozen: its texts do not change any more."))
    if found.row_version != row_version:
        raise Conflict(N_("Somebody saved this review in the meantime. Your text is below; compare before you save."))
    kept = {
        section: {code: words for code in LANGUAGES if (words := texts.get(section, {}).get(code, "").strip())}
        for section in review.SECTIONS
    }
    for section, by_language in kept.items():
        for code, words in by_language.items():
            if len(words) > LONGEST:
                advice = N_("Shorten this text to %(most)s characters.")
                raise InvalidInput(advice, field=f"{section}-{code}", most=LONGEST)
    if kept == found.texts:
        return found
    found.texts = kept
    withdraw_approvals(found, actor)
    found.row_version += 1
    audit.record("review.write", actor=actor, subject=found, after={"version": found.row_version})
    return found


def withdraw_approvals(found: AnnualReview, actor: Person) -> None:
    """Something changed: everybody has to agree again."""
    db.session.execute(sa.delete(ReviewApproval).where(ReviewApproval.review_id == found.id))
    if found.state is ReviewState.APPROVED:
        move_review(found, "change", actor=actor)
