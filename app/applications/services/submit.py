"""Send an application: checked, copied, numbered, acknowledged, in one transaction, once."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications import policy, queries, search
from app.applications.completeness import problems
from app.applications.models import Application, Choice, Snapshot
from app.applications.services import transition
from app.applications.states import Stage
from app.core import jobs
from app.core.clock import MOROCCO, utcnow
from app.core.db import db
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.core.reference import new_reference
from app.mail.purposes import Purpose
from app.mail.render import external
from app.mail.services.enqueue import enqueue
from app.questionnaires import queries as questionnaires
from app.questionnaires.definition import FormDefinition, visible
from app.startups.services.update_profile import update_profile

LEGAL_CLOCK = timedelta(days=60)


def submit_application(
    *, application_id: uuid.UUID, actor: Person, declared: bool, consented: bool, row_version: int | None = None
) -> Application:
    """Send a draft; the one already sent is returned unchanged, so that a repeat does nothing.

    Raises NotFound to strangers, NotAllowed to members who are not the owner, Conflict after the grace
    or when the answers changed since they were checked, InvalidInput for what is missing.
    """
    application, membership = queries.for_member_update(application_id, actor.id)
    if application.stage is not Stage.DRAFT and application.submitted_at:
        return application
    if not policy.can_submit(membership, application):
        raise NotAllowed(N_("Only the owner of the startup can send the application."))
    now = utcnow()
    if not policy.is_in_time(application, now):
        raise Conflict(N_("The call is closed. Your answers are kept, but they can no longer be sent."))
    if row_version is not None and row_version != application.row_version:
        raise Conflict(N_("Answers were changed since you checked them. Check them again, then send."))
    definition = questionnaires.definition(application.form_version_id)
    answers = queries.answers(application.id)
    _check(definition, answers, application, declared=declared, consented=consented)
    application.reference = _free_reference(now)
    application.submitted_at = application.consent_at = now
    application.consent_version = str(definition.consent["version"])
    transition.move(application, "submit", actor=actor)
    update_profile(startup=application.startup, answers=answers, actor=actor)
    _copy(application, definition, answers)
    search.index(application.id, _words(application, definition, answers))
    _acknowledge(application, actor)
    jobs.enqueue("application.submitted", application_id=str(application.id))
    return application


def _check(
    definition: FormDefinition,
    answers: Mapping[str, Any],
    application: Application,
    *,
    declared: bool,
    consented: bool,
) -> None:
    if problems(definition, answers):
        raise InvalidInput(N_("Some answers are missing. They are listed below."), field="answers")
    if not application.team_chooses and not queries.choices(application.id):
        raise InvalidInput(N_("Choose at least one programme, or let the team choose."), field="choices")
    if not declared:
        raise InvalidInput(N_("Confirm that what you wrote is true."), field="declared")
    if not consented:
        raise InvalidInput(N_("Say that you have read how your data are used."), field="consented")


def _free_reference(now: datetime) -> str:
    while True:
        reference = new_reference(now.year)
        if db.session.scalar(sa.select(Application.id).where(Application.reference == reference)) is None:
            return reference


def content(application: Application, definition: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the snapshot holds: the answers that apply, wishes, consent; never a hidden answer."""
    wishes = db.session.execute(
        sa.select(Choice.rank, Choice.opening_id).where(Choice.application_id == application.id).order_by(Choice.rank)
    )
    return {
        "application": str(application.id),
        "call": application.call.key,
        "startup": str(application.startup_id),
        "reference": application.reference,
        "submitted_at": application.submitted_at.isoformat() if application.submitted_at else None,
        "language": application.language,
        "form_version": str(definition.version_id),
        "answers": {q.key: answers[q.key] for q in visible(definition, answers) if answers.get(q.key) is not None},
        "choices": [{"rank": rank, "opening": str(opening)} for rank, opening in wishes],
        "team_chooses": application.team_chooses,
        "consent_version": application.consent_version,
        "declared": True,
    }


def _copy(application: Application, definition: FormDefinition, answers: Mapping[str, Any]) -> None:
    text = json.dumps(content(application, definition, answers), ensure_ascii=False, sort_keys=True)
    db.session.add(
        Snapshot(
            id=uuid.uuid4(),
            application_id=application.id,
            number=1,
            content=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            made_at=application.submitted_at,
        )
    )


def _words(application: Application, definition: FormDefinition, answers: Mapping[str, Any]) -> list[str]:
    texts = [
        str(answers[q.key])
        for q in visible(definition, answers)
        if q.kind in ("text", "long_text", "ice", "url") and answers.get(q.key)
    ]
    return [application.startup.name, application.reference or "", *texts]


def answers_by(application: Application) -> date:
    """When the answer is due: the call's date, else 60 days after sending (loi 55-19)."""
    sent = application.submitted_at or utcnow()
    return application.call.answers_by or (sent + LEGAL_CLOCK).astimezone(MOROCCO).date()


def _acknowledge(application: Application, actor: Person) -> None:
    enqueue(
        Purpose.RECEIPT,
        to=actor,
        about_id=application.id,
        once_key=f"receipt:{application.id}",
        values={
            "startup": application.startup.name,
            "reference": application.reference,
            "call": application.call.title,
            "sent_at": application.submitted_at,
            "answers_by": answers_by(application),
            "link": external(f"/{actor.language}/applications/{application.id}"),
        },
    )
