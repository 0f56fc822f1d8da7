"""Remove a residence that was noted by mistake, with the reason; who had waited for it waits again."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.cohorts import policy, queries
from app.cohorts.models import HostingRequest, Residence
from app.cohorts.services.begin_residence import told
from app.cohorts.services.transition import move_hosting
from app.cohorts.states import HostingState
from app.core import audit, jobs
from app.core.clock import today
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_


def remove_residence(*, actor: Person, residence_id: uuid.UUID, reason: str, scope: queries.Scope) -> Residence:
    """Raises Conflict once the startup was written to about it. The trace keeps what it said."""
    residence = queries.residence(residence_id, scope)
    if not policy.can_run_site(actor, residence.site_id):
        raise NotAllowed
    if not reason.strip():
        raise InvalidInput(N_("Write why, in a sentence."), field="reason")
    queries.lock_site(residence.site_id)
    residence = queries.residence(residence_id, scope, lock=True)
    _forget_timers(residence)
    _wait_again(residence, actor)
    audit.record("residence.remove", actor=actor, subject=residence, before=told(residence), reason=reason.strip())
    db.session.delete(residence)
    return residence


def _forget_timers(residence: Residence) -> None:
    known = [timer for timer in (residence.end_timer_id, residence.terms_timer_id) if timer]
    found = db.session.scalars(sa.select(jobs.Job).where(jobs.Job.id.in_(known)).with_for_update())
    for job in found.all():
        if job.state in (jobs.JobState.DONE, jobs.JobState.RUNNING):
            raise Conflict(N_("The startup was written to about this stay. End it instead, with the reason."))
        jobs.cancel(job)


def _wait_again(residence: Residence, actor: Person) -> None:
    """At the place in the order that the request had."""
    statement = sa.select(HostingRequest).where(HostingRequest.residence_id == residence.id).with_for_update()
    for request in db.session.scalars(statement).all():
        request.residence_id = None
        if request.state is HostingState.SERVED:
            _make_way(request)
            with unless_duplicate(N_("This startup waits for a place here again. Take that request back first.")):
                move_hosting(request, "take_back", actor=actor, on=today())
    db.session.flush()


def _make_way(request: HostingRequest) -> None:
    """Who stands at this place of the order or behind it moves one down."""
    db.session.execute(
        sa.update(HostingRequest)
        .where(
            HostingRequest.site_id == request.site_id, HostingRequest.state == HostingState.WAITING,
            HostingRequest.position >= request.position,
        )
        .values(position=HostingRequest.position + 1)
    )  # fmt: skip
