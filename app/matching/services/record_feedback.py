"""“Tell us we are wrong”: a member of the startup says what is wrong with the card, until the team has answered."""

import uuid

from app.accounts.models import Person
from app.applications import policy, queries
from app.applications.states import Stage
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.matching import feedback
from app.matching import queries as matching
from app.matching.models import Feedback
from app.programmes import queries as programmes


def record_feedback(
    *, application_id: uuid.UUID, actor: Person, text: str, opening_id: uuid.UUID | None = None
) -> Feedback:
    """One remark per person and application; said again, it replaces the first.

    Raises NotFound for strangers, Conflict without a card or once answered, InvalidInput for what cannot be used.
    """
    application, membership = queries.for_member_update(application_id, actor.id)
    if not policy.can_view(membership):
        raise NotAllowed
    if application.stage is Stage.WITHDRAWN or matching.of_application(application.id) is None:
        raise Conflict(N_("There is no card to talk about: send your application first."))
    said = feedback.of_person(application.id, actor.id, lock=True)
    if said is not None and said.handled_at is not None:
        raise Conflict(N_("The team has answered already. Write to us if you still disagree."))
    if not text.strip():
        raise InvalidInput(N_("Write what is wrong, in a sentence."), field="text")
    if len(text.strip()) > feedback.LONGEST:
        raise InvalidInput(N_("Write at most %(max)s characters."), field="text", max=feedback.LONGEST)
    if opening_id is not None and opening_id not in {one.id for one in programmes.openings(application.call_id)}:
        raise InvalidInput(N_("Choose among the places of this call."), field="opening")
    if said is None:
        said = Feedback(id=uuid.uuid4(), application_id=application.id, person_id=actor.id, text=text.strip())
        said.opening_id = opening_id
        with unless_duplicate(N_("You have just told us. Reload the page to change it.")):
            db.session.add(said)
    else:
        said.text, said.opening_id = text.strip(), opening_id
    audit.record(
        "feedback.record", actor=actor, subject=said, after={"opening": str(opening_id) if opening_id else None}
    )
    return said
