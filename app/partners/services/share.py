"""The owner of a startup agrees to share with a partner, subject by subject, and takes that back at once."""

import uuid
from collections.abc import Sequence

from app.accounts.models import Person
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.partners import policy, queries
from app.partners.models import Sharing, Subject
from app.startups import queries as startups

TEXT_VERSION = "2026-11"
"""Of the sentences the owner reads before agreeing; the trace keeps which ones they were."""


def agree(*, actor: Person, startup_id: uuid.UUID, partner_id: uuid.UUID, subjects: Sequence[Subject]) -> Sharing:
    """Another choice replaces the one in force: the old agreement ends, a new one is written.

    The caller has looked up that the startup takes part in a programme of the partner.
    """
    _require_owner(actor, startup_id)
    chosen = [subject.value for subject in Subject if subject in subjects]
    if not chosen:
        raise InvalidInput(N_("Tick what you want to share."), field="subjects")
    if Subject.IDENTITY not in subjects:
        raise InvalidInput(
            N_("Tick the name too: in a small cohort the partner would know whose figures they are."), field="subjects"
        )
    current = queries.sharing_in_force(startup_id, partner_id, lock=True)
    if current and current.subjects == chosen:
        return current
    now = utcnow()
    if current:
        current.withdrawn_at = now
        db.session.flush()
    sharing = Sharing(
        id=uuid.uuid4(), startup_id=startup_id, partner_id=partner_id, subjects=chosen, agreed_at=now,
        agreed_by_id=actor.id,
    )  # fmt: skip
    with unless_duplicate(N_("Somebody answered in the meantime. Reload the page.")):
        db.session.add(sharing)
    audit.record(
        "sharing.agree", actor=actor, subject=sharing,
        before={"subjects": current.subjects} if current else None,
        after={"startup": str(startup_id), "partner": str(partner_id), "subjects": chosen, "text": TEXT_VERSION},
    )  # fmt: skip
    return sharing


def take_back(*, actor: Person, startup_id: uuid.UUID, partner_id: uuid.UUID) -> None:
    """From this moment the partner's pages show nothing of the startup. Taken back already: nothing more happens."""
    _require_owner(actor, startup_id)
    current = queries.sharing_in_force(startup_id, partner_id, lock=True)
    if current is None:
        return
    current.withdrawn_at = utcnow()
    audit.record("sharing.take_back", actor=actor, subject=current, before={"subjects": current.subjects})


def _require_owner(actor: Person, startup_id: uuid.UUID) -> None:
    membership = startups.membership(startup_id, actor.id)
    if membership is None:
        raise NotFound
    if not policy.can_share(membership):
        raise NotAllowed(N_("Only the owner of the startup decides what is shared."))
