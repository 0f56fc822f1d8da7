"""Go back in one click to the version that was in service before; it was approved by two people then."""

from app.accounts.models import Person
from app.core.errors import Conflict, NotAllowed
from app.core.i18n import N_
from app.matching import policy, queries
from app.matching.services.promote import enter

MOVED_ON = N_("This version is no longer in service. Reload the page.")


def roll_back(*, actor: Person, number: int | None = None) -> int:
    """The number of the version that serves again. `number` is the version the person saw in service.

    Who promoted a version, and when, stays as it was: the trace says who rolled back.
    """
    if not policy.can_manage_models(actor):
        raise NotAllowed
    current = queries.champion(lock=True)
    if current is None or (number is not None and current.number != number):
        raise Conflict(MOVED_ON)
    before = queries.served_before(current, lock=True)
    if before is None:
        raise Conflict(N_("There is no earlier version to go back to."))
    enter(before, "roll_back", actor=actor, reason=f"back from version {current.number}")
    return before.number
