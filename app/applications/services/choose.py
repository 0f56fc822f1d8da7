"""Rank up to three openings, or leave the choice to the team."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications import policy, queries
from app.applications.models import Choice
from app.core.clock import utcnow
from app.core.db import db
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.programmes import queries as programmes


def choose(*, application_id: uuid.UUID, actor: Person, openings: Sequence[uuid.UUID], team_chooses: bool) -> None:
    """Replace the wishes of a draft. Raises InvalidInput for a repeat, or an opening of another call."""
    application, membership = queries.for_member_update(application_id, actor.id)
    if application.submitted_at:
        raise Conflict(N_("This application was already sent. Your copy shows what was received."))
    if not policy.can_edit(membership, application):
        raise NotAllowed
    wishes = [] if team_chooses else list(openings)
    if len(set(wishes)) != len(wishes):
        raise InvalidInput(N_("Choose a different programme and city for each rank."), field="choice_2")
    if len(wishes) > 3:
        raise InvalidInput(N_("Choose at most three."), field="choice_1")
    known = {opening.id for opening in programmes.openings(application.call_id)}
    if not set(wishes) <= known:
        raise InvalidInput(N_("Choose among the places of this call."), field="choice_1")
    db.session.execute(sa.delete(Choice).where(Choice.application_id == application.id))
    db.session.add_all(
        Choice(id=uuid.uuid4(), application_id=application.id, rank=rank, opening_id=opening_id)
        for rank, opening_id in enumerate(wishes, start=1)
    )
    application.team_chooses = team_chooses
    application.row_version += 1
    application.saved_at, application.saved_by_id = utcnow(), actor.id
    db.session.flush()
