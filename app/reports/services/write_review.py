"""Begin the review of a year, and write its paragraphs: what two people write in different places is kept of both."""

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
BOXES = [(section, code) for section in review.SECTIONS for code in LANGUAGES]


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


Texts = Mapping[str, Mapping[str, str]]


def write_review(*, year: int, actor: Person, texts: Texts, seen: Texts) -> AnnualReview:
    """`texts` and `seen` = {section: {fr, ar, en}}: what is written, and what stood there when the writer began.

    Only what the writer changed is saved. Raises Conflict where somebody else changed the same text in the meantime:
    nothing is overwritten. A changed text takes the agreements away.
    """
    if not policy.can_write_review(actor):
        raise NotAllowed
    found = review.get_for_update(year)
    if found.state is ReviewState.FROZEN:
        raise Conflict(N_("This review is frozen: its texts do not change any more."))
    kept = merged(texts, seen, found.texts)
    if both := clashes(texts, seen, found.texts):
        section, code = both[0]
        raise Conflict(
            N_("Somebody changed the same text in the meantime. Yours is below; compare before you save."),
            field=f"{section}-{code}",
        )
    _check_lengths(kept)
    if all(_at(kept, *box) == _at(found.texts, *box) for box in BOXES):
        return found
    found.texts = kept
    withdraw_approvals(found, actor)
    found.row_version += 1
    audit.record("review.write", actor=actor, subject=found, after={"version": found.row_version})
    return found


def merged(texts: Texts, seen: Texts, saved: Texts) -> dict[str, dict[str, str]]:
    """What is saved, with the boxes that the writer changed."""
    kept: dict[str, dict[str, str]] = {}
    for section, code in BOXES:
        typed, before = _at(texts, section, code), _at(seen, section, code)
        kept.setdefault(section, {})
        if words := typed if typed != before else _at(saved, section, code):
            kept[section][code] = words
    return kept


def clashes(texts: Texts, seen: Texts, saved: Texts) -> list[tuple[str, str]]:
    """(section, language) of the boxes that the writer and somebody else changed, not to the same words."""
    return [
        (section, code)
        for section, code in BOXES
        if _at(texts, section, code) != _at(seen, section, code)
        and _at(saved, section, code) not in (_at(seen, section, code), _at(texts, section, code))
    ]


def _at(texts: Texts, section: str, code: str) -> str:
    """The words of a box; a browser sends line ends as two characters."""
    return "\n".join(texts.get(section, {}).get(code, "").strip().splitlines())


def _check_lengths(kept: Texts) -> None:
    for section, by_language in kept.items():
        for code, words in by_language.items():
            if len(words) > LONGEST:
                advice = N_("Shorten this text to %(most)s characters.")
                raise InvalidInput(advice, field=f"{section}-{code}", most=LONGEST)


def withdraw_approvals(found: AnnualReview, actor: Person) -> None:
    """Something changed: everybody has to agree again."""
    db.session.execute(sa.delete(ReviewApproval).where(ReviewApproval.review_id == found.id))
    if found.state is ReviewState.APPROVED:
        move_review(found, "change", actor=actor)
