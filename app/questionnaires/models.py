"""A form has versions; a version has questions under stable keys; a choice has options."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Identified, JsonType, Timestamped, one_of, text_enum
from app.questionnaires.states import VersionState


class Form(Identified, Base):
    __tablename__ = "form"

    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title: Mapped[dict[str, str]]


class FormVersion(Identified, Timestamped, Base):
    """`outline` holds the titles: [{key, title, hint, pages: [{key, title}]}]."""

    __tablename__ = "form_version"
    __table_args__ = (
        sa.UniqueConstraint("form_id", "number"),
        one_of("state", VersionState),
        sa.CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published_means_dated"),
    )

    form_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(text_enum(VersionState), default=VersionState.DRAFT)
    published_at: Mapped[datetime | None]
    outline: Mapped[list[Any]]
    declaration: Mapped[dict[str, str]]
    consent: Mapped[dict[str, Any]]

    questions: Mapped[list["Question"]] = relationship(lazy="raise_on_sql", order_by="Question.position")


class Question(Identified, Base):
    """One question of a version. `show_if` = {question, in: [option keys]}."""

    __tablename__ = "question"
    __table_args__ = (sa.UniqueConstraint("form_version_id", "key"),)

    form_version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_version.id", ondelete="CASCADE"))
    position: Mapped[int]
    section: Mapped[str] = mapped_column(sa.String(40))
    page: Mapped[str] = mapped_column(sa.String(40))
    key: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(30))
    label: Mapped[dict[str, str]]
    hint: Mapped[dict[str, str] | None] = mapped_column(JsonType)
    required: Mapped[bool]
    max_length: Mapped[int | None]
    minimum: Mapped[int | None] = mapped_column(sa.BigInteger)
    maximum: Mapped[int | None] = mapped_column(sa.BigInteger)
    show_if: Mapped[dict[str, Any] | None] = mapped_column(JsonType)
    personal_data: Mapped[bool] = mapped_column(default=False)
    reviewer_visible: Mapped[bool] = mapped_column(default=True)
    model_feature: Mapped[str | None] = mapped_column(sa.String(40))
    autocomplete: Mapped[str | None] = mapped_column(sa.String(40))

    options: Mapped[list["Option"]] = relationship(lazy="raise_on_sql", order_by="Option.position")


class Option(Identified, Base):
    __tablename__ = "option"
    __table_args__ = (sa.UniqueConstraint("question_id", "key"),)

    question_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("question.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(60))
    label: Mapped[dict[str, str]]
    hint: Mapped[dict[str, str] | None] = mapped_column(JsonType)


class CallForm(Base):
    """Which version a call uses."""

    __tablename__ = "call_form"

    call_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"), primary_key=True)
    form_version_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("form_version.id"))
