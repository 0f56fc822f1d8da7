"""Make a form version from a readable description, and publish it."""

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import InvalidInput
from app.questionnaires import kinds
from app.questionnaires.models import CallForm, Form, FormVersion, Option, Question
from app.questionnaires.services import transition


def publish_version(description: Mapping[str, Any]) -> FormVersion:
    """The next version of a form, published: {key, title, sections, declaration, consent} as in the seed file.

    Raises InvalidInput for an unknown kind, a key used twice, or a condition on an unknown question.
    """
    form = db.session.scalars(sa.select(Form).where(Form.key == description["key"])).one_or_none()
    if form is None:
        form = Form(id=uuid.uuid4(), key=description["key"], title=description["title"])
        db.session.add(form)
        db.session.flush()
    last = db.session.scalar(sa.select(sa.func.max(FormVersion.number)).where(FormVersion.form_id == form.id)) or 0
    version = FormVersion(
        id=uuid.uuid4(),
        form_id=form.id,
        number=last + 1,
        outline=_outline(description["sections"]),
        declaration=description["declaration"],
        consent=description["consent"],
    )
    db.session.add(version)
    db.session.flush()
    seen: set[str] = set()
    for position, (section, page, spec) in enumerate(_questions(description["sections"])):
        _check(spec, seen)
        _add(version, position, section, page, spec)
    db.session.flush()
    transition.move(version, "publish")
    return version


def _outline(sections: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "key": section["key"],
            "title": section["title"],
            "hint": section.get("hint"),
            "pages": [{"key": page["key"], "title": page["title"]} for page in section["pages"]],
        }
        for section in sections
    ]


def _questions(sections: list[Mapping[str, Any]]) -> list[tuple[str, str, Mapping[str, Any]]]:
    return [
        (section["key"], page["key"], question)
        for section in sections
        for page in section["pages"]
        for question in page["questions"]
    ]


def _check(spec: Mapping[str, Any], seen: set[str]) -> None:
    key = spec["key"]
    condition = spec.get("show_if")
    if spec["kind"] not in kinds.KINDS:
        raise InvalidInput(f"{key}: unknown kind {spec['kind']}")
    if key in seen:
        raise InvalidInput(f"{key}: used twice")
    if condition and condition["question"] not in seen:
        raise InvalidInput(f"{key}: its condition names no earlier question")
    seen.add(key)


def _add(version: FormVersion, position: int, section: str, page: str, spec: Mapping[str, Any]) -> None:
    question = Question(
        id=uuid.uuid4(),
        form_version_id=version.id,
        position=position,
        section=section,
        page=page,
        key=spec["key"],
        kind=spec["kind"],
        label=spec["label"],
        hint=spec.get("hint"),
        required=spec["required"],
        max_length=spec.get("max_length"),
        minimum=spec.get("min"),
        maximum=spec.get("max"),
        show_if=spec.get("show_if"),
        personal_data=spec.get("personal_data", False),
        reviewer_visible=spec.get("reviewer_visible", True),
        model_feature=spec.get("model_feature"),
        autocomplete=spec.get("autocomplete"),
    )
    db.session.add(question)
    for order, option in enumerate(spec.get("options") or []):
        db.session.add(
            Option(
                id=uuid.uuid4(),
                question_id=question.id,
                position=order,
                key=str(option["key"]),
                label=option["label"],
                hint=option.get("hint"),
            )
        )


def use_for_call(call_id: uuid.UUID, version: FormVersion) -> None:
    """Say which version a call uses."""
    db.session.merge(CallForm(call_id=call_id, form_version_id=version.id))
    db.session.flush()
