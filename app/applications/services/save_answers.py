"""Save what was typed: every readable answer, at once, without overwriting somebody else's."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.applications import policy, queries
from app.applications.completeness import problem_of
from app.applications.models import Answer, Application
from app.core.clock import utcnow
from app.core.db import db, upsert
from app.core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from app.core.i18n import N_
from app.questionnaires import kinds
from app.questionnaires import queries as questionnaires
from app.questionnaires.definition import FormDefinition, QuestionSpec


def mark(value: Any) -> str:
    """A short digest of a stored value: a page sends it back, to tell what was touched there."""
    if value in (None, "", []):
        return "-"
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Clash:
    """An answer that somebody else changed meanwhile: who, when, and what stands there now."""

    question: QuestionSpec
    by: uuid.UUID
    at: datetime
    stored: Any


@dataclass(slots=True)
class Saved:
    """What came of a save."""

    application: Application
    at: datetime
    answers: dict[str, Any]
    errors: dict[str, DomainError] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)


def save_answers(
    *,
    application_id: uuid.UUID,
    actor: Person,
    page_key: str,
    posted: Mapping[str, Sequence[str]],
    seen: Mapping[str, str],
    complete: bool,
) -> Saved:
    """Save the posted answers of one page.

    `posted` maps question keys to strings; `seen` maps them to the mark the page was made with: an
    answer whose posted value has that mark was not touched, one whose stored value has another mark
    was changed by somebody else and is not overwritten. `complete` asks for what is still missing.
    Raises NotFound, NotAllowed, or Conflict when the application was already sent.
    """
    application, membership = queries.for_member_update(application_id, actor.id)
    if application.submitted_at:
        raise Conflict(N_("This application was already sent. Your copy shows what was received."))
    if not policy.can_edit(membership, application):
        raise NotAllowed
    definition = questionnaires.definition(application.form_version_id)
    found = definition.page(page_key)
    if found is None:
        raise NotFound
    stored = queries.answer_rows(application.id)
    saved = Saved(application, utcnow(), {key: row.value for key, row in stored.items()})
    changed = False
    for question in found[1].questions:
        if question.key in posted and question.kind != "file":
            changed |= _save_one(question, posted[question.key], seen, stored, saved, actor)
    if changed:
        _stamp(application, saved, actor)
    forget_hidden(definition, saved.answers, saved.errors, saved.clashes)
    _judge(definition, found[1].questions, saved, complete=complete)
    return saved


def forget_hidden(definition: FormDefinition, answers: Mapping[str, Any], *complaints: dict[str, Any]) -> None:
    """Take out what is said of questions that are not asked: what was typed there before is dropped in silence."""
    for found in complaints:
        for key in [key for key in found if not definition.applies(key, answers)]:
            del found[key]


def _save_one(
    question: QuestionSpec,
    raw: Sequence[str],
    seen: Mapping[str, str],
    stored: Mapping[str, Answer],
    saved: Saved,
    actor: Person,
) -> bool:
    """Whether a new value was written."""
    try:
        value = kinds.read(question, raw)
    except InvalidInput as error:
        saved.errors[question.key] = error
        return False
    row = stored.get(question.key)
    present = row.value if row else None
    touched = seen.get(question.key) is None or mark(value) != seen[question.key]
    if not touched or value == present:
        return False
    if not queries.is_in_catalogue(question.kind, value):
        saved.errors[question.key] = InvalidInput(N_("Choose one of the answers in the list."), field=question.key)
        return False
    if row is not None and question.key in seen and mark(present) != seen[question.key]:
        saved.clashes[question.key] = Clash(question, row.updated_by_id, row.updated_at, present)
        return False
    upsert(
        Answer,
        {
            "application_id": saved.application.id,
            "question_key": question.key,
            "value": value,
            "form_version_id": saved.application.form_version_id,
            "row_version": saved.application.row_version + 1,
            "updated_at": saved.at,
            "updated_by_id": actor.id,
        },
        key=("application_id", "question_key"),
    )
    saved.answers[question.key] = value
    return True


def _stamp(application: Application, saved: Saved, actor: Person) -> None:
    db.session.execute(
        sa.update(Application)
        .where(Application.id == application.id)
        .values(row_version=Application.row_version + 1, saved_at=saved.at, saved_by_id=actor.id)
        .execution_options(synchronize_session=False)
    )
    sa.orm.attributes.set_committed_value(application, "row_version", application.row_version + 1)
    sa.orm.attributes.set_committed_value(application, "saved_at", saved.at)


def _judge(definition: FormDefinition, questions: Sequence[QuestionSpec], saved: Saved, *, complete: bool) -> None:
    for question in questions:
        value = saved.answers.get(question.key)
        saved.marks[question.key] = mark(value)
        if not definition.applies(question.key, saved.answers):
            continue
        if note := kinds.warning(question, value):
            saved.warnings[question.key] = note
        if question.key in saved.errors:
            continue
        problem = problem_of(question, value, question.page)
        if problem and (complete or value not in (None, "", [])):
            saved.errors[question.key] = InvalidInput(problem.message, field=question.key, **problem.values)
