"""Say how an event was, with the code of one's own page; the last word counts."""

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.errors import Conflict, InvalidInput
from app.core.i18n import N_
from app.events import queries
from app.events.models import Registration

MARKS = range(1, 6)


def give_feedback(*, code: str, rating: int, text: str = "", actor: Person | None = None) -> Registration:
    """Only who was there, once it is over."""
    one = queries.registration(code, lock=True)
    if one.attended_at is None or one.event.ends_at > utcnow():
        raise Conflict(N_("Only those who were there can answer, once the event is over."))
    if rating not in MARKS:
        raise InvalidInput(N_("Choose a mark from 1 to 5."), field="rating")
    before = one.rating
    one.rating, one.feedback = rating, text
    audit.record("registration.feedback", actor=actor, subject=one, before=before, after=rating)
    return one
