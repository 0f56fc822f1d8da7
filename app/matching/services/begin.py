"""Put the very first version into service: nobody is there yet to propose one."""

from app.core.errors import Conflict
from app.core.i18n import N_
from app.matching import queries
from app.matching.services.promote import enter


def begin(*, number: int) -> None:
    """Raises Conflict once any version was in service: from then on it takes two people."""
    version = queries.version(number, lock=True)
    if queries.anything_served():
        raise Conflict(N_("A version was already in service. Propose this one; another administrator promotes it."))
    enter(version, "begin", actor=None, reason="the first version")
