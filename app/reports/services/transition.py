"""The only writer of the state of a yearly review."""

from app.accounts.models import Person
from app.core import audit
from app.reports.models import AnnualReview
from app.reports.states import REVIEWS


def move_review(review: AnnualReview, name: str, *, actor: Person) -> None:
    before = review.state
    review.state = REVIEWS.next_state(before, name)
    audit.record(f"review.{name}", actor=actor, subject=review, before=before.value, after=review.state.value)
