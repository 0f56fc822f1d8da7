"""Take a proposal back: the version is a candidate again, or retired if it had served before."""

from app.accounts.models import Person
from app.core.errors import NotAllowed
from app.matching import policy, queries
from app.matching.services import transition


def take_back(*, number: int, actor: Person) -> None:
    """The one who proposed it may, and any admin."""
    version = queries.version(number, lock=True)
    if actor.id != version.proposed_by_id and not policy.can_manage_models(actor):
        raise NotAllowed
    transition.move(version, "take_back" if version.promoted_at is None else "put_back", actor=actor)
    version.proposed_by_id, version.proposed_at, version.proposal_note = None, None, ""
