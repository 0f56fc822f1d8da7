"""Give a place back, with the code of one's own page; the first who waits moves up."""

from app.accounts.models import Person
from app.core.clock import utcnow
from app.core.errors import Conflict
from app.core.i18n import N_
from app.events import queries
from app.events.models import Registration
from app.events.services.promote import promote_waiting
from app.events.services.transition import move_registration
from app.events.states import RegistrationState


def cancel_registration(*, code: str, actor: Person | None = None) -> Registration:
    """Twice is once. Raises Conflict once the event has begun."""
    event = queries.locked(queries.registration(code).event_id)
    one = queries.registration(code, lock=True)
    if one.state is RegistrationState.CANCELLED:
        return one
    if event.starts_at <= utcnow() or one.attended_at is not None:
        raise Conflict(N_("The event has begun: a registration cannot be cancelled any more."))
    if one.state is RegistrationState.REGISTERED:
        event.places_taken -= 1
    move_registration(one, "cancel", actor=actor)
    promote_waiting(event, actor=None)
    return one
