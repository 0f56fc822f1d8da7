"""Add or take away the presentation of a draft."""

import uuid

from app.accounts.models import Person
from app.applications import policy, queries
from app.applications.models import Answer, Application
from app.core.clock import utcnow
from app.core.db import db, upsert
from app.core.errors import Conflict, InvalidInput, NotAllowed
from app.core.i18n import N_
from app.files import queries as files
from app.files.services.remove import remove
from app.files.services.store import Kept, store
from app.questionnaires import queries as questionnaires


def attach_file(*, application_id: uuid.UUID, actor: Person, question_key: str, kept: Kept) -> None:
    """Make a kept PDF the answer of a file question; the one before is put aside."""
    application = _editable(application_id, actor)
    question = questionnaires.definition(application.form_version_id).questions.get(question_key)
    if question is None or question.kind != "file":
        raise InvalidInput(N_("No file is asked for here."), field=question_key)
    file = store(kept, actor=actor)
    _replace(application, actor, question_key, {"id": str(file.id), "name": file.original_name, "size": file.size})


def detach_file(*, application_id: uuid.UUID, actor: Person, question_key: str) -> None:
    _replace(_editable(application_id, actor), actor, question_key, None)


def _editable(application_id: uuid.UUID, actor: Person) -> Application:
    application, membership = queries.for_member_update(application_id, actor.id)
    if application.submitted_at:
        raise Conflict(N_("This application was already sent. Your copy shows what was received."))
    if not policy.can_edit(membership, application):
        raise NotAllowed
    return application


def _replace(application: Application, actor: Person, key: str, value: dict[str, object] | None) -> None:
    previous = queries.answers(application.id).get(key)
    if previous:
        remove(file=files.get(uuid.UUID(previous["id"])), actor=actor)
    application.row_version += 1
    application.saved_at, application.saved_by_id = utcnow(), actor.id
    db.session.flush()
    upsert(
        Answer,
        {
            "application_id": application.id,
            "question_key": key,
            "value": value,
            "form_version_id": application.form_version_id,
            "row_version": application.row_version,
            "updated_at": utcnow(),
            "updated_by_id": actor.id,
        },
        key=("application_id", "question_key"),
    )
