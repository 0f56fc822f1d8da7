"""The document behind the figures of a return: added or taken away until the return is sent."""

import uuid

from app.accounts.models import Person
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict
from app.core.i18n import N_
from app.files import queries as files
from app.files.services.remove import remove
from app.files.services.store import Kept, store
from app.outcomes import queries
from app.outcomes.models import Return
from app.outcomes.queries import Within
from app.outcomes.services.save_return import open_return
from app.outcomes.states import CampaignState, ReturnState


def attach_evidence(*, return_id: uuid.UUID, actor: Person, within: Within | None, kept: Kept | None) -> Return:
    """`kept` None takes the document away. One that stands beside a noted figure already stays in its place."""
    one = open_return(return_id, actor, within)
    if one.campaign.state is not CampaignState.OPEN:
        raise Conflict(N_("The campaign is closed. Write to the team to correct a figure."))
    if one.state is ReturnState.SENT:
        raise Conflict(N_("The figures are sent. Open them again to change them."))
    before, one.evidence_id = one.evidence_id, store(kept, actor=actor).id if kept else None
    db.session.flush()
    if before and not queries.has_evidence(one.startup_id, before):
        remove(file=files.get(before), actor=actor)
    audit.record(
        "return.evidence", actor=actor, subject=one, before=str(before or ""), after=str(one.evidence_id or "")
    )
    return one
