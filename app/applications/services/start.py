"""Begin an application: a draft of a startup for a call, with what is already known filled in."""

import uuid

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.services.create import ensure_applicant
from app.applications import queries
from app.applications.models import Answer, Application
from app.applications.states import Stage
from app.core import audit
from app.core.clock import utcnow
from app.core.db import db, unless_duplicate
from app.core.errors import Conflict, NotAllowed
from app.core.fold import fold, visible_text
from app.core.i18n import N_
from app.programmes import queries as programmes
from app.questionnaires import queries as questionnaires
from app.startups import policy as startup_policy
from app.startups import queries as startups
from app.startups.models import MemberRole
from app.startups.services.create import create as create_startup


def start_application(
    *, actor: Person, call_id: uuid.UUID, startup_id: uuid.UUID | None = None, startup_name: str = "", language: str
) -> Application:
    """The draft for this startup and call; the existing one if there is one already.

    Raises Conflict when the call is not open, or after a withdrawal from it.
    """
    call = programmes.get_call(call_id)
    if not call.is_open(utcnow()):
        raise Conflict(N_("This call is not open. You can look at the calls that are."))
    ensure_applicant(actor)
    if startup_id is None:
        if (begun := _begun(actor, call.id, startup_name)) is not None:
            return begun
        startup = create_startup(actor=actor, name=startup_name)
    else:
        startup = startups.get(startup_id)
        if not startup_policy.can_edit(startups.membership(startup.id, actor.id)):
            raise NotAllowed
    existing = queries.of_call_and_startup(call.id, startup.id)
    if existing is not None and existing.stage is Stage.WITHDRAWN:
        raise Conflict(
            N_("This startup withdrew its application to this call. A withdrawal is final for the call."),
            field="startup",
        )
    if existing is not None:
        return existing
    version = questionnaires.of_call(call.id)
    known = queries.last_answers_of_startup(startup.id) | {"startup_name": startup.name}
    application = Application(
        id=uuid.uuid4(),
        call_id=call.id,
        startup_id=startup.id,
        form_version_id=version,
        created_by_id=actor.id,
        saved_by_id=actor.id,
        language=language,
    )
    with unless_duplicate(N_("You already have an application for this call.")):
        db.session.add(application)
    keys = questionnaires.definition(version).questions
    db.session.add_all(
        Answer(
            application_id=application.id,
            question_key=key,
            value=value,
            form_version_id=version,
            updated_at=utcnow(),
            updated_by_id=actor.id,
        )
        for key, value in known.items()
        if key in keys
    )
    db.session.flush()
    audit.record("application.start", actor=actor, subject=application)
    return application


def _begun(actor: Person, call_id: uuid.UUID, name: str) -> Application | None:
    """The actor's own draft under this name: a button pressed twice begins one project."""
    db.session.execute(sa.select(Person.id).where(Person.id == actor.id).with_for_update())
    folded = fold(visible_text(name))
    for membership in startups.of_person(actor.id):
        if membership.role is MemberRole.OWNER and folded and fold(membership.startup.name) == folded:
            found = queries.of_call_and_startup(call_id, membership.startup_id)
            if found is not None and found.stage is Stage.DRAFT:
                return found
    return None
