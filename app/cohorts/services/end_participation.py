"""A startup finishes an edition, or leaves it before the end; the application that led there follows."""

import uuid
from datetime import date

from app.accounts.models import Person
from app.applications import queries as applications
from app.applications.services import transition as application_transition
from app.applications.states import LIFECYCLE
from app.cohorts import policy, queries
from app.cohorts.models import Participation
from app.cohorts.services.transition import move_participation
from app.core.clock import today
from app.core.errors import InvalidInput, NotAllowed
from app.core.i18n import N_, short_date

FOLLOWS = {"complete": "graduate", "leave": "leave"}
"""The move of the application that goes with each move of the participation."""


def complete(
    *, actor: Person, participation_id: uuid.UUID, on: date, scope: queries.Scope, reason: str = ""
) -> Participation:
    """The programme is finished: not before its edition has begun. A remark may be given with it."""
    return _end("complete", actor, participation_id, on, scope, reason)


def leave(*, actor: Person, participation_id: uuid.UUID, on: date, scope: queries.Scope, reason: str) -> Participation:
    """Before the end; the reason is needed."""
    if not reason.strip():
        raise InvalidInput(N_("Write why the startup left, in a sentence."), field="reason")
    return _end("leave", actor, participation_id, on, scope, reason.strip())


def _end(
    move: str, actor: Person, participation_id: uuid.UUID, on: date, scope: queries.Scope, reason: str
) -> Participation:
    participation = queries.participation_for_update(participation_id, scope)
    if not policy.can_run_site(actor, participation.edition.site_id):
        raise NotAllowed
    if move == "complete" and today() < (first := participation.edition.starts_on):
        raise InvalidInput(
            N_("The edition begins on %(day)s: nobody has finished it yet."), field="act", day=short_date(first)
        )
    latest = max(today(), participation.starts_on)
    if not participation.starts_on <= on <= latest:
        raise InvalidInput(
            N_("Choose a day between %(first)s and %(last)s."),
            field="on",
            first=short_date(participation.starts_on),
            last=short_date(latest),
        )
    move_participation(participation, move, actor=actor, on=on, reason=reason)
    if participation.application_id:
        application = applications.get_for_update(participation.application_id)
        if LIFECYCLE.allows(application.stage, FOLLOWS[move]):
            application_transition.move(application, FOLLOWS[move], actor=actor, reason=reason or None)
    return participation
