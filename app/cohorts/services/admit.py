"""Let a startup take part in an edition."""

import uuid
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications.models import Application
from app.applications.services import transition as application_transition
from app.applications.states import Stage
from app.cohorts import policy, queries
from app.cohorts.models import Edition, Participation
from app.cohorts.states import ParticipationState
from app.core import audit
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_, short_date
from app.startups.models import Startup

ALREADY = N_("This startup already takes part in this edition.")


def admit_startup(
    *,
    actor: Person,
    edition_id: uuid.UUID,
    startup_id: uuid.UUID,
    scope: queries.Scope,
    starts_on: date | None = None,
) -> Participation:
    """Without an application: a startup of before Wijha, for example."""
    edition = queries.edition(edition_id, lock=True)
    if not policy.can_run_site(actor, edition.site_id):
        raise NotAllowed
    if db.session.scalar(sa.select(Startup.id).where(Startup.id == startup_id, scope)) is None:
        raise NotFound
    return take_in(edition, startup_id, actor=actor, starts_on=starts_on)


def take_in(
    edition: Edition,
    startup_id: uuid.UUID,
    *,
    actor: Person,
    starts_on: date | None = None,
    application: Application | None = None,
) -> Participation:
    """Write the participation, and move the application that led there. No right is checked here.

    A startup that takes part already without its application gets it attached.
    """
    first = starts_on or edition.starts_on
    if not edition.starts_on <= first <= edition.ends_on:
        raise InvalidInput(
            N_("The edition lasts from %(first)s to %(last)s. Choose a day between the two."),
            field="starts_on",
            first=short_date(edition.starts_on),
            last=short_date(edition.ends_on),
        )
    participation = _without_application(edition.id, startup_id) if application else None
    if participation is None:
        participation = Participation(
            id=uuid.uuid4(), edition_id=edition.id, startup_id=startup_id, starts_on=first,
            state=ParticipationState.ACTIVE, application_id=application.id if application else None,
        )  # fmt: skip
        with unless_duplicate(ALREADY, field="startup"):
            db.session.add(participation)
    elif application:
        with unless_duplicate(N_("This file has led to another edition already.")):
            participation.application_id = application.id
    if application and application.stage is Stage.CONFIRMED:
        application_transition.move(application, "onboard", actor=actor)
    elif application and application.stage is not Stage.ONBOARDED:
        raise Conflict(N_("This file is no longer confirmed. Reload the page."))
    after = {"edition": str(edition.id), "startup": str(startup_id), "starts_on": str(participation.starts_on)}
    audit.record("participation.admit", actor=actor, subject=participation, after=after)
    return participation


def _without_application(edition_id: uuid.UUID, startup_id: uuid.UUID) -> Participation | None:
    statement = sa.select(Participation).where(
        Participation.edition_id == edition_id,
        Participation.startup_id == startup_id,
        Participation.application_id.is_(None),
    )
    return db.session.scalars(statement.with_for_update()).one_or_none()
