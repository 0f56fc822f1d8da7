"""Form versions as definitions."""

import uuid
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.questionnaires.definition import FormDefinition, OptionSpec, PageSpec, QuestionSpec, SectionSpec
from app.questionnaires.models import CallForm, Form, FormVersion, Question
from app.questionnaires.states import VersionState


def definition(form_version_id: uuid.UUID) -> FormDefinition:
    """The version as plain values; published ones never change and are kept in the process."""
    return _published(form_version_id)


@lru_cache(maxsize=64)
def _published(form_version_id: uuid.UUID) -> FormDefinition:
    statement = (
        sa.select(FormVersion)
        .where(FormVersion.id == form_version_id, FormVersion.state != VersionState.DRAFT)
        .options(selectinload(FormVersion.questions).selectinload(Question.options))
    )
    version = db.session.scalars(statement).one_or_none()
    if version is None:
        raise NotFound
    return build(version)


def build(version: FormVersion) -> FormDefinition:
    specs = [_question(question) for question in version.questions]
    sections = tuple(
        SectionSpec(
            section["key"],
            section["title"],
            section.get("hint"),
            tuple(
                PageSpec(page["key"], page["title"], tuple(q for q in specs if q.page == page["key"]))
                for page in section["pages"]
            ),
        )
        for section in version.outline
    )
    return FormDefinition(version.id, version.number, sections, version.declaration, version.consent)


def _question(row: Question) -> QuestionSpec:
    options = tuple(OptionSpec(option.key, option.label, option.hint) for option in row.options)
    return QuestionSpec(
        row.key, row.kind, row.section, row.page, row.label, row.hint, row.required, row.max_length,
        row.minimum, row.maximum, row.show_if, row.personal_data, row.reviewer_visible, row.model_feature,
        row.autocomplete, options,
    )  # fmt: skip


def of_call(call_id: uuid.UUID) -> uuid.UUID:
    """The form version a call uses."""
    found = db.session.scalar(sa.select(CallForm.form_version_id).where(CallForm.call_id == call_id))
    if found is None:
        raise NotFound
    return found


def latest_published(form_key: str = "application") -> FormVersion | None:
    statement = (
        sa.select(FormVersion)
        .join(Form, Form.id == FormVersion.form_id)
        .where(Form.key == form_key, FormVersion.state == VersionState.PUBLISHED)
        .order_by(FormVersion.number.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()
