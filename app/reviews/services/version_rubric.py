"""Publish a rubric as a new version; the ones before keep their weights for ever."""

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.core import audit
from app.core.db import db
from app.core.errors import InvalidInput
from app.core.i18n import N_
from app.reviews.models import CallRubric, Criterion, Rubric


def version_rubric(description: Mapping[str, Any], *, actor: Any = None) -> Rubric:
    """{key, title, criteria: [{key, title, weight, points}]}; weights must sum to 100."""
    criteria = description["criteria"]
    if sum(criterion["weight"] for criterion in criteria) != 100:
        raise InvalidInput(N_("The weights must add up to 100."), field="weights")
    last = db.session.scalar(sa.select(sa.func.max(Rubric.version)).where(Rubric.key == description["key"])) or 0
    rubric = Rubric(id=uuid.uuid4(), key=description["key"], version=last + 1, title=description["title"])
    db.session.add(rubric)
    db.session.flush()
    for position, spec in enumerate(criteria):
        points = {str(mark): text for mark, text in spec["points"].items()}
        db.session.add(
            Criterion(
                id=uuid.uuid4(),
                rubric_id=rubric.id,
                position=position,
                key=spec["key"],
                title=spec["title"],
                weight=spec["weight"],
                points=points,
            )
        )
    db.session.flush()
    audit.record("rubric.version", actor=actor, subject=rubric, after={"version": rubric.version})
    return rubric


def use_for_call(call_id: uuid.UUID, rubric: Rubric) -> None:
    """Say which version a call uses."""
    db.session.merge(CallRubric(call_id=call_id, rubric_id=rubric.id))
    db.session.flush()
